import createClient, {
  type Client,
  createFinalURL,
  createQuerySerializer,
  defaultPathSerializer as pathSerializer,
} from "openapi-fetch";
import { resolveBaseUrl } from "./base-url.js";
import { isDescopeError } from "./error.js";
import { exchangeWith, type PlainRequest } from "./exchange.js";
import { isObject } from "./json.js";
import { type ClientOptions, checkNumbers, type EngineCallOptions, type Fail, inJson, readHeaders } from "./options.js";
import type { WriteParams } from "./parameters.js";
import { withBody } from "./response.js";
import type { Failure, Result } from "./result.js";
import type { ContractTable, OperationEntry } from "./table.js";
import { startTrace, type Trace } from "./trace.js";
import { failure, parsed, validSuccess } from "./validate.js";

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
export function createEngine(
  contract: ContractTable,
  options: ClientOptions,
  writeParams: WriteParams = (_, params) => params,
): Engine {
  const { projectId, timeoutMs = 30_000 } = options;
  const baseUrl = resolveBaseUrl(contract.servers, projectId, options.baseUrl);
  const headers = readHeaders(unusable, options.headers);
  checkNumbers({ timeoutMs }, unusable);
  const exchange = exchangeWith(options, unusable);
  const trace = () => startTrace(contract.secretFields, projectId);

  const http = createClient<AnyPaths>({
    baseUrl,
    headers,
    // The default one heeds a Content-Type, and this is always JSON.
    bodySerializer: (body) => inJson(body, trace().fail),
    // Calls of `http` reject where no usable response came.
    fetch: async (request) => {
      const ofCall = trace();
      const received = await exchange(await plain(request), timeoutMs, { secured: true }, request.signal, ofCall);
      const response = withBody(received, ofCall);
      if (response.ok) {
        parsed(response.status, received.text, ofCall);
      }
      return response;
    },
  });
  // Middleware wants the runtime's own Request and Response. While there is none, the methods do without: to make
  // these, and to read a body once more, takes longer than all else.
  let hasMiddleware = false;
  const { use } = http;
  http.use = (...middleware) => {
    use(...middleware);
    hasMiddleware = true;
  };

  const requestOf = (entry: OperationEntry, body: unknown, given: EngineCallOptions, { sent, fail }: Trace) => {
    const { refreshJwt } = given;
    if (!jwt.test(refreshJwt ?? "none")) {
      throw fail("refreshJwt must be a JWT");
    }
    if (refreshJwt) {
      sent.tokens.push(refreshJwt);
    }
    const params = writeParams(entry, given.params ?? {});
    const request: PlainRequest = {
      url: createFinalURL(entry.path, { baseUrl, params, querySerializer, pathSerializer }),
      method: entry.method.toUpperCase(),
      headers: readHeaders(fail, { accept: entry.accept }, headers, given.headers, params.header),
      body: inJson(body, fail),
    };
    sent.headers.push(request.headers);
    sent.json.add(request.body).add(inJson(params, fail));
    return { request, params };
  };

  const call = async (entry: OperationEntry, body: unknown, given: EngineCallOptions): Promise<Result<unknown>> => {
    const ofCall = trace();
    const { fail } = ofCall;
    let response: Response | undefined;
    try {
      const { signal, timeoutMs: limit = timeoutMs } = given;
      checkNumbers({ timeoutMs: limit }, fail);
      if (signal && !signal.addEventListener) {
        throw fail("signal must be an AbortSignal");
      }
      const { request, params } = requestOf(entry, body, given, ofCall);
      const send = (one: PlainRequest) => exchange(one, limit, entry, signal, ofCall);
      let content: unknown;
      if (hasMiddleware) {
        const came = await http.request(entry.method, entry.path, {
          params,
          headers: request.headers,
          body,
          bodySerializer: () => request.body,
          parseAs: "text",
          fetch: async (full) => withBody(await send(await plain(full)), ofCall),
        });
        response = came.response;
        content = came.data ?? came.error;
      } else {
        ({ response, text: content } = await send(request));
      }
      if (!response.ok) {
        throw failure(response, content, contract.errorBody, ofCall);
      }
      return { ok: true, data: validSuccess(entry, response.status, `${content ?? ""}`, ofCall), response };
    } catch (thrown) {
      const error = isDescopeError(thrown) ? thrown : fail("Middleware or a callback threw an error", thrown);
      response ??= ofCall.response;
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

/** A request of the runtime's. Its headers stay as they are, as middleware may look at them again. */
async function plain(request: Request): Promise<PlainRequest> {
  const { url, method } = request;
  return { url, method, headers: new Headers(request.headers), body: await request.text() };
}

const querySerializer = createQuerySerializer();

const unusable: Fail = (what) => new TypeError(what);

/** The characters of a token in a header. Anything else, such as a line break, is no JWT's. */
const jwt = /^[\w.~+/=-]+$/;
