import { failure } from "./judge.js";
import type { Trace } from "./trace.js";

const none = new Headers();

/**
 * As much of the response, whose body has been read, as openapi-fetch looks at where no middleware does: whether it is a
 * success, and the body. To make one of the runtime's own, and to read its body once more, takes longer than all else.
 */
export function lightResponse(text: string, { response }: Trace): Response {
  const light: Pick<Response, "ok" | "headers" | "text"> = {
    ok: response?.ok === true,
    headers: none,
    text: async () => text,
  };
  return light as Response;
}

/** A response like the last one, with its body in memory, but for the reason phrase: some cannot be given again. */
export function fullResponse(text: string, trace: Trace): Response {
  const { response = Response.error() } = trace;
  const { status, headers } = response;
  // No Response can be made with the 0 that browsers give a redirect that is not followed.
  if (!status) throw failure(response, undefined, {}, trace);
  const full = new Response(text || null, { status, headers });
  full.headers.delete("content-length"); // it counts what was sent, compressed or not, and openapi-fetch relies on it
  return full;
}
