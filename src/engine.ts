import createClient, { type Client } from "openapi-fetch";
import { resolveBaseUrl } from "./base-url.js";
import { DescopeError, isDescopeError } from "./error.js";
import { exchange, type Sending } from "./exchange.js";
import { failure, judgeSuccess } from "./judge.js";
import { maskOf, safeCause } from "./mask.js";
import {
  type CallOptions,
  type CallParams,
  type ClientOptions,
  faultOf,
  readHeaders,
  readRetry,
  readTimeout,
} from "./options.js";
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
  const { projectId } = options;
  const baseUrl = resolveBaseUrl(contract.servers, projectId, options.baseUrl);
  const retry = readRetry(options.retry);
  const timeoutMs = readTimeout(options.timeoutMs ?? 30_000);
  if (!timeoutMs) throw new TypeError("timeoutMs must be a finite number above 0.");
  const headers = readHeaders(options.headers);
  const send = options.fetch ?? ((request: Request) => fetch(request));

  const mask = (...sent: unknown[]) => maskOf(contract.secretFields, [projectId, headers, ...sent]);
  const dispatch = (request: Request, call: Pick<Sending, "authorization" | "mask"> & Partial<Sending>) => {
    if (!request.url.startsWith(`${baseUrl}/`))
      throw new DescopeError({ kind: "network", message: "The URL leaves the base URL; nothing was sent." });
    return exchange(request, { send, timeoutMs, retry, signal: undefined, ...call });
  };

  const http = createClient<AnyPaths>({
    baseUrl,
    headers,
    bodySerializer: (body) => JSON.stringify(body), // the default one heeds a Content-Type, and this is always JSON
    fetch: async (request) => {
      const body: unknown = await request
        .clone()
        .json()
        .catch(() => undefined);
      return dispatch(request, { authorization: `Bearer ${projectId}`, mask: mask(body, request.headers) });
    },
  });

  const call = async (entry: OperationEntry, body: unknown, given: unknown): Promise<Result<unknown>> => {
    const hide = mask(body, given);
    let answer: Response | undefined;
    try {
      const { params, refreshJwt, timeoutMs: ownTimeout, signal } = readCallOptions(given);
      const user = refreshJwt === undefined ? "" : `:${refreshJwt}`;
      const { data, error, response } = await http.request(entry.method, entry.path, {
        ...(params && { params }),
        body,
        parseAs: "arrayBuffer",
        fetch: (request) =>
          dispatch(request, {
            authorization: entry.secured ? `Bearer ${projectId}${user}` : undefined,
            timeoutMs: (ownTimeout && readTimeout(ownTimeout)) || timeoutMs,
            signal,
            mask: hide,
            onAnswer: (received) => {
              answer = received;
            },
          }),
      });
      answer = response;
      if (!response.ok) throw failure(response, error, contract.errorBody, hide);
      return { ok: true, data: judgeSuccess(entry, response.status, data), response };
    } catch (thrown) {
      const error = isDescopeError(thrown)
        ? thrown
        : new DescopeError({
            kind: "network",
            message: "The request could not be made; nothing was sent.",
            cause: safeCause(thrown, hide),
          });
      return { ok: false, error: error as Failure, ...(answer && { response: answer }) };
    }
  };

  const methods = Object.entries(contract.operations).map(([id, entry]): [string, EngineMethod] => [
    id,
    entry.body ? (body, given) => call(entry, body, given) : (given) => call(entry, undefined, given),
  ]);
  return { http, methods: Object.fromEntries(methods) };
}

function readCallOptions(given: unknown): EngineCallOptions {
  const fault = faultOf(given);
  if (fault) throw new DescopeError({ kind: "network", message: `${fault}; nothing was sent.` });
  return given ?? {};
}
