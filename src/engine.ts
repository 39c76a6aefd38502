import createClient, {
  type Client,
  createFinalURL,
  createQuerySerializer,
  defaultPathSerializer as pathSerializer,
} from "openapi-fetch";
import { resolveBaseUrl } from "./base-url.js";
import { wholeResponse } from "./body.js";
import { type CallState, startCall } from "./call-state.js";
import { exchangeWith, type PlainRequest, plain } from "./exchange.js";
import { field, isObject } from "./json.js";
import { type AnyPaths, middlewareOf } from "./middleware.js";
import {
  type CallParams,
  type ClientOptions,
  checkNumbers,
  type EngineCallOptions,
  type Fail,
  inJson,
  readHeaders,
} from "./options.js";
import type { WriteParams } from "./parameters.js";
import type { Failure, Result } from "./result.js";
import type { ContractTable, OperationEntry } from "./table.js";
import { failureOf, parsed, validSuccess } from "./validate.js";

/** `(body, options?)` for an operation with a body, `(options?)` for one without. */
type EngineMethod = (...args: readonly unknown[]) => Promise<Result<unknown>>;

/** The parts that a table of operations is turned into. */
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
  const requestOf = requestsTo(baseUrl, headers);
  const throughMiddleware = middlewareOf(http);

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
    const params = writeParams(entry, given.params ?? {});
    const request = requestOf(entry, params, body, given, call);
    call.requests.add(request);
    const send = (sent: PlainRequest) => exchange(sent, limit, entry, signal, call);
    await throughMiddleware(entry, params, request, send, call);
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

/** Makes the requests of methods, except for the headers of a single call. Throws for a request that cannot be sent. */
function requestsTo(baseUrl: string, headers: Headers) {
  return (
    { accept, method, path }: OperationEntry,
    params: CallParams,
    body: unknown,
    { refreshJwt, headers: own }: EngineCallOptions,
    { fail, tokens }: CallState,
  ): PlainRequest => {
    if (!jwt.test(refreshJwt ?? "none")) {
      throw fail("refreshJwt must be a JWT");
    }
    if (refreshJwt) {
      tokens.push(refreshJwt);
    }
    return {
      url: createFinalURL(path, { baseUrl, params, querySerializer, pathSerializer }),
      method: method.toUpperCase(),
      headers: readHeaders(fail, { accept, "content-type": body && "application/json" }, headers, own, params.header),
      body: inJson(body, fail) ?? null,
    };
  };
}

const querySerializer = createQuerySerializer();

const unusable: Fail = (what) => new TypeError(`${what}.`);

/** The characters of a token in a header. Anything else, such as a line break, is not in a JWT. */
const jwt = /^[\w.~+/=-]+$/;
