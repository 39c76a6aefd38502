import type { Client } from "openapi-fetch";
import { wholeResponse } from "./body.js";
import type { CallState } from "./call-state.js";
import { type PlainRequest, plain } from "./exchange.js";
import { type CallParams, inJson } from "./options.js";
import type { OperationEntry } from "./table.js";

/** Any contract's paths, as openapi-fetch wants them described. */
export interface AnyPaths {
  [path: string]: Record<OperationEntry["method"], AnyOperation>;
}
interface AnyOperation {
  parameters: { path?: Record<string, unknown>; query?: Record<string, unknown>; header?: Record<string, unknown> };
  requestBody?: { content: { "application/json": unknown } };
  responses: { default: { headers: Record<string, unknown>; content: { "application/json": unknown } } };
}

/**
 * Sends a method's request the way of openapi-fetch, whose middleware may change it and its response. Middleware wants the
 * runtime's own Request and Response. While there is none that looks at them, the methods do without: to make these, and
 * to read a body once more, takes longer than all else.
 */
export function middlewareOf(http: Client<AnyPaths>) {
  let hasMiddleware = false;
  let seesResponses = false;
  let unseen: Response | undefined;
  const { use } = http;
  http.use = (...middleware) => {
    use(...middleware);
    hasMiddleware = true;
    seesResponses ||= middleware.some((one) => one?.onResponse);
  };

  return async (
    { method, path }: OperationEntry,
    params: CallParams,
    request: PlainRequest,
    send: (request: PlainRequest) => Promise<void>,
    call: CallState,
  ): Promise<void> => {
    if (!hasMiddleware) {
      return send(request);
    }
    let made: Request | undefined;
    let whole: Response | undefined;
    const { response, error } = await http.request(method, path, {
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
}
