import createClient, {
  type Client,
  createFinalURL,
  createQuerySerializer,
  defaultPathSerializer as pathSerializer,
} from "openapi-fetch";
import { resolveBaseUrl } from "./base-url.js";
import { wholeResponse } from "./body.js";
import { type CallState, startCall } from "./call-state.js";
import { exchangeWith, type PlainRequest } from "./exchange.js";
import { field, isObject } from "./json.js";
import { type ClientOptions, checkNumbers, type EngineCallOptions, type Fail, inJson, readHeaders } from "./options.js";
import type { WriteParams } from "./parameters.js";
import type { Failure, Result } from "./result.js";
import type { ContractTable, OperationEntry } from "./table.js";
import { failureOf, parsed, validSuccess } from "./validate.js";

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
  if (!isObject(options)) {
    throw unusable("The options must be an object with a projectId");
  }
  const { projectId, timeoutMs = 30_000, onAttempt } = options;
  const baseUrl = resolveBaseUrl(contract.servers, options, unusable);
  const headers = readHeaders(unusable, options.headers);
  checkNumbers({ timeoutMs }, unusable, Number.NEGATIVE_INFINITY);
  if (onAttempt && typeof onAttempt !== "function") {
    throw unusable("onAttempt must be a function");
  }
  const failure = failureOf(contract);
  const exchange = exchangeWith(options, failure, unusable);

  const http = createClient<AnyPaths>({
    baseUrl,
    headers,
    // The default one heeds a Content-Type, and this is always JSON.
    bodySerializer: (body) => inJson(body, startCall({ projectId }).fail),
    // Calls of `http` reject if no usable response came.
    fetch: async (request) => {
      const call = startCall({ projectId });
      await exchange(await plain(request), timeoutMs, { secured: true }, request.signal, call);
      if (call.ok()) {
        parsed(call);
      }
      return wholeResponse(call);
    },
  });
  // Middleware wants the runtime's own Request and Response. While there is none that looks at them, the methods do
  // without: to make these, and to read a body once more, takes longer than all else.
  let hasMiddleware = false;
  let seesResponses = false;
  let unseen: Response | undefined;
  const { use } = http;
  http.use = (...middleware) => {
    use(...middleware);
    hasMiddleware = true;
    seesResponses ||= middleware.some((one) => one?.onResponse);
  };

  const requestOf = (entry: OperationEntry, body: unknown, given: EngineCallOptions, call: CallState) => {
    const { fail } = call;
    const { refreshJwt } = given;
    if (!jwt.test(refreshJwt ?? "none")) {
      throw fail("refreshJwt must be a JWT");
    }
    if (refreshJwt) {
      call.tokens.push(refreshJwt);
    }
    const params = writeParams(entry, given.params ?? {});
    const request: PlainRequest = {
      url: createFinalURL(entry.path, { baseUrl, params, querySerializer, pathSerializer }),
      method: entry.method.toUpperCase(),
      headers: readHeaders(
        fail,
        { accept: entry.accept, "content-type": body && "application/json" },
        headers,
        given.headers,
        params.header,
      ),
      body: inJson(body, fail) ?? null,
    };
    call.requests.add(request);
    return { request, params };
  };

  /** Sends a request of a method's the way of openapi-fetch, whose middleware may change it and its response. */
  const throughMiddleware = async (
    entry: OperationEntry,
    { request, params }: ReturnType<typeof requestOf>,
    send: (request: PlainRequest) => Promise<void>,
    call: CallState,
  ) => {
    let made: Request | undefined;
    let whole: Response | undefined;
    const { response, error } = await http.request(entry.method, entry.path, {
      params,
      parseAs: "stream",
      Request: new Proxy(Request, {
        construct: (target) => {
          made = new target(request.url, request);
          return made;
        },
      }),
      fetch: async (full) => {
        // To read the body of a request takes longer than all else, and only another request has another one.
        await send(await plain(full, full === made ? request.body : undefined));
        unseen ??= new Response();
        whole = seesResponses ? wholeResponse(call) : unseen;
        return whole;
      },
    });
    if (response !== whole) {
      // Middleware's own. openapi-fetch has read it, if it is an error.
      call.receive(response);
      const read = typeof error === "string" ? error : (inJson(error, call.fail) ?? "");
      call.text = call.ok() ? await response.text() : read;
    }
  };

  const run = async (entry: OperationEntry, body: unknown, given: unknown, call: CallState) => {
    const { fail } = call;
    if (!isObject(given)) {
      throw fail("the options of a call must be an object");
    }
    const { signal, timeoutMs: limit = timeoutMs }: EngineCallOptions = given;
    checkNumbers({ timeoutMs: limit }, fail, Number.NEGATIVE_INFINITY);
    if (signal && !field(signal, "addEventListener")) {
      throw fail("signal must be an AbortSignal");
    }
    const made = requestOf(entry, body, given, call);
    const send = (request: PlainRequest) => exchange(request, limit, entry, signal, call);
    await (hasMiddleware ? throughMiddleware(entry, made, send, call) : send(made.request));
    const { response } = call;
    if (!response || !call.ok()) {
      throw failure(call);
    }
    return { ok: true, data: validSuccess(entry, call), response } as const;
  };

  const methods: Record<string, EngineMethod> = {};
  for (const [id, entry] of Object.entries(contract.operations)) {
    methods[id] = async (...args) => {
      const [body, given] = entry.body ? args : [undefined, ...args];
      const call = startCall(options, id);
      try {
        const result = await run(entry, body, given ?? {}, call);
        call.report(undefined);
        return result;
      } catch (thrown) {
        const error = call.fail("Middleware or a callback threw an error", thrown);
        call.report(error.kind);
        // Each kind of error is made with the fields that it has to have.
        return { ok: false, error: error as Failure, ...(call.response && { response: wholeResponse(call) }) };
      }
    };
  }
  return { http, methods };
}

/** A request of the runtime's. Its headers stay as they are, as middleware may look at them again. */
async function plain(request: Request, body?: string | null): Promise<PlainRequest> {
  const { url, method } = request;
  return { url, method, headers: new Headers(request.headers), body: body ?? (await request.text()) };
}

const querySerializer = createQuerySerializer();

const unusable: Fail = (what) => new TypeError(`${what}.`);

/** The characters of a token in a header. Anything else, such as a line break, is no JWT's. */
const jwt = /^[\w.~+/=-]+$/;
