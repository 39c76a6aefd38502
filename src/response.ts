import type { Received } from "./exchange.js";
import type { Trace } from "./trace.js";
import { failure } from "./validate.js";

/** The response with its body in memory, but for the reason phrase: some cannot be given again. */
export function withBody({ response, text }: Received, trace: Trace): Response {
  const { status, headers } = response;
  // No Response can be made with the 0 that browsers give a redirect that is not followed.
  if (!status) {
    throw failure(response, undefined, {}, trace);
  }
  const whole = new Response(text || null, { status, headers });
  whole.headers.delete("content-length"); // it counts what was sent, compressed or not, and openapi-fetch relies on it
  return whole;
}
