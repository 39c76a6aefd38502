import createClient, { type Client, type ClientOptions as HttpOptions } from "openapi-fetch";
import { resolveBaseUrl } from "./base-url.js";
import { isDescopeError } from "./error.js";
import { exchangeWith } from "./exchange.js";
import { isObject } from "./json.js";
import { failure, judgeSuccess, parsed } from "./judge.js";
import { type ClientOptions, checkNumbers, type EngineCallOptions, type Fail, inJson, readHeaders } from "./options.js";
import { writeParams } from "./parameters.js";
import { LightRequest } from "./request.js";
import { fullResponse, lightResponse } from "./response.js";
import type { Failure, Result } from "./result.js";
import type { ContractTable, OperationEntry } from "./table.js";
import { startTrace } from "./trace.js";

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
  const { projectId, timeoutMs = 30_000 } = options;
  const shared = {
    baseUrl: resolveBaseUrl(contract.servers, projectId, options.baseUrl),
    headers: readHeaders(options.headers, unusable),
  };
  checkNumbers({ timeoutMs }, unusable);
  const exchange = exchangeWith(options, unusable);

  const http = createClient<AnyPaths>({
    ...shared,
    // The default one heeds a Content-Type, and this is always JSON.
    bodySerializer: (body) => inJson(body, startTrace().fail),
    // Calls of `http` reject where no usable response came.
    fetch: async (request) => {
      const trace = startTrace(contract.secretFields, projectId);
      const { signal, cache, credentials, keepalive, mode } = request;
      const text = await exchange(request, timeoutMs, true, signal, trace, { cache, credentials, keepalive, mode });
      const response = fullResponse(text, trace);
      if (response.ok) parsed(response.status, text, trace);
      return response;
    },
  });
  // Middleware may want all of a request and a response. While there is none, the methods do without the runtime's own.
  const light = createClient<AnyPaths>({
    ...shared,
    Request: LightRequest as unknown as Required<HttpOptions>["Request"],
  });
  let client = light;
  const { use } = http;
  http.use = (...middleware) => {
    use(...middleware);
    client = http;
  };

  const call = async (entry: OperationEntry, body: unknown, given: EngineCallOptions): Promise<Result<unknown>> => {
    const trace = startTrace(contract.secretFields, projectId);
    const { sent, fail } = trace;
    const isLight = client === light;
    let response: Response | undefined;
    try {
      const { params, refreshJwt, signal, timeoutMs: ownTimeoutMs = timeoutMs } = given;
      checkNumbers({ timeoutMs: ownTimeoutMs }, fail);
      if (signal && !signal.addEventListener) throw fail("signal must be an AbortSignal");
      if (!jwt.test(refreshJwt ?? "none")) throw fail("refreshJwt must be a JWT");
      if (refreshJwt) sent.tokens.push(refreshJwt);
      const headers = given.headers || entry.accept ? readHeaders(given.headers, fail) : undefined;
      sent.headers.push(shared.headers, new Headers(headers));
      if (entry.accept && !headers?.has("accept")) headers?.set("accept", entry.accept);
      const json = inJson(body, fail);
      sent.json.add(json).add(inJson(params, fail));
      const answer = await client.request(entry.method, entry.path, {
        ...(params && { params: writeParams(entry.parameters, params) }),
        ...(headers && { headers }),
        body,
        bodySerializer: () => json,
        parseAs: "text",
        fetch: async (request) =>
          (isLight ? lightResponse : fullResponse)(
            await exchange(request, ownTimeoutMs, entry.secured, signal, trace),
            trace,
          ),
      });
      response = (isLight && trace.response) || answer.response;
      if (!response.ok) throw failure(response, answer.error, contract.errorBody, trace);
      return { ok: true, data: judgeSuccess(entry, response.status, answer.data ?? "", trace), response };
    } catch (thrown) {
      const error = isDescopeError(thrown) ? thrown : fail("Middleware or a callback threw an error", thrown);
      response ??= trace.response;
      // Each kind of error is made with the fields that it has to have.
      return { ok: false, error: error as Failure, ...(response && { response }) };
    }
  };

  const methods: Record<string, EngineMethod> = {};
  for (const [id, entry] of Object.entries(contract.operations)) {
    methods[id] = (...args) => {
      const [body, given] = entry.body ? args : [undefined, ...args];
      return call(entry, body, isObject(given) ? given : {});
    };
  }
  return { http, methods };
}

const unusable: Fail = (what) => new TypeError(what);

/** The characters of a token in a header. Anything else, such as a line break, is no JWT's. */
const jwt = /^[\w.~+/=-]+$/;
