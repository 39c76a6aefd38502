import createClient, { type Client } from "openapi-fetch";
import { resolveBaseUrl } from "./base-url.js";
import { DescopeError, isDescopeError } from "./error.js";
import { exchange } from "./exchange.js";
import { failure, isObject, judgeSuccess } from "./judge.js";
import { maskOf, safeCause } from "./mask.js";
import { type CallOptions, type CallParams, type ClientOptions, readHeaders } from "./options.js";
import { writeParams } from "./parameters.js";
import type { Failure, Result } from "./result.js";
import type { ContractTable, OperationEntry } from "./table.js";

/** Options of a call that the contract may give parameters. */
export interface EngineCallOptions extends CallOptions {
  readonly params?: CallParams;
}

/** `(body, options?)` for an operation with a body, `(options?)` for one without. */
export type EngineMethod = (...args: readonly unknown[]) => Promise<Result<unknown>>;

/** Any contract's paths, as openapi-fetch wants them described. */
interface AnyPaths {
  [path: string]: Record<OperationEntry["method"], AnyOperation>;
}
interface AnyOperation {
  parameters: { path?: Record<string, unknown>; query?: Record<string, unknown>; header?: Record<string, unknown> };
  requestBody?: { content: { "application/json": unknown } };
  responses: { default: { headers: Record<string, unknown>; content: { "application/json": unknown } } };
}

/** What a table of operations is turned into. */
export interface Engine {
  readonly http: Client<AnyPaths>;
  readonly methods: Readonly<Record<string, EngineMethod>>;
}

/** A client for any contract. Throws for options that cannot be used. */
export function createEngine(contract: ContractTable, options: ClientOptions): Engine {
  const { projectId, timeoutMs = 30_000, retry = {} } = options;
  const baseUrl = resolveBaseUrl(contract.servers, projectId, options.baseUrl);
  const headers = readHeaders(options.headers);
  const bearer = `Bearer ${projectId}`;
  const sender = {
    send: options.fetch ?? ((request: Request) => fetch(request)),
    retry: { limit: 2, maxRetryAfterSeconds: 10, backoffMs: 250, ...(retry || { limit: 0 }) },
  };
  const mask = (...sent: unknown[]) => maskOf(contract.secretFields, [projectId, ...headers.values(), ...sent]);

  const http = createClient<AnyPaths>({
    baseUrl,
    headers,
    bodySerializer: (body) => JSON.stringify(body), // the default one heeds a Content-Type, and this is always JSON
    fetch: async (request) => {
      const body: unknown = await request
        .clone()
        .json()
        .catch(() => undefined);
      return exchange(sender, request, bearer, timeoutMs, mask(body));
    },
  });

  const call = async (entry: OperationEntry, body: unknown, given: unknown): Promise<Result<unknown>> => {
    const hide = mask(given, body);
    let answer: Response | undefined;
    try {
      const {
        params,
        refreshJwt,
        timeoutMs: ownTimeoutMs = timeoutMs,
        signal,
      }: EngineCallOptions = isObject(given) ? given : {};
      if (!jwt.test(refreshJwt ?? "none")) throw new DescopeError("network", "Not sent: bad refreshJwt");
      const authorization = refreshJwt ? `${bearer}:${refreshJwt}` : bearer;
      const { data, error, response } = await http.request(entry.method, entry.path, {
        ...(params && { params: writeParams(entry.parameters, params) }),
        body,
        fetch: (request) =>
          exchange(sender, request, entry.secured ? authorization : undefined, ownTimeoutMs, hide, signal),
      });
      answer = response;
      if (!response.ok) throw failure(response, error, contract.errorBody, hide);
      judgeSuccess(entry, response.status, data);
      return { ok: true, data, response };
    } catch (thrown) {
      const error = isDescopeError(thrown)
        ? thrown
        : new DescopeError("network", "Maybe sent: middleware failed", { cause: safeCause(thrown, hide) });
      return { ok: false, error: error as Failure, ...(answer && { response: answer }) };
    }
  };

  const methods: Record<string, EngineMethod> = {};
  for (const [id, entry] of Object.entries(contract.operations)) {
    methods[id] = (...args) => call(entry, entry.body ? args[0] : undefined, args[entry.body ? 1 : 0]);
  }
  return { http, methods };
}

/** The characters of a token in a header. Anything else, such as a line break, is no JWT's. */
const jwt = /^[\w.~+/=-]+$/;
