import type { Deadline } from "./deadline.js";
import type { Trace } from "./trace.js";
import { invalid } from "./validate.js";

/**
 * How much of a response is read: 1 MiB. The contract's responses take less than a thousandth of that and gateways'
 * error pages a tenth, while an edge worker with little memory still carries it many times over.
 */
export const maxBodyBytes = 1024 * 1024;

/** The whole body of a response. Rejects where it breaks off or cannot be used, and with the deadline. */
export async function readBody(response: Response, deadline: Deadline, trace: Trace): Promise<string> {
  const { body, status } = response;
  // Some runtimes, React Native for one, have no streams: theirs have the whole body in memory already.
  if (!body?.getReader) {
    return body === null ? "" : deadline.within(response.text());
  }
  const reader = body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let ended = false;
  try {
    for (let left = maxBodyBytes; ; ) {
      const { value, done } = await deadline.within(reader.read());
      ended = done;
      left -= done ? 0 : value.byteLength || 1; // chunks may be empty, and many
      if (left < 0) {
        throw invalid(status, "is larger than 1 MiB", trace);
      }
      try {
        text += decoder.decode(value, { stream: !done });
      } catch {
        throw invalid(status, "is not UTF-8", trace);
      }
      if (done) {
        return text;
      }
    }
  } finally {
    // Gives up the rest and its socket. Nobody waits for it: it may hang.
    if (!ended) {
      reader.cancel().catch(() => {});
    }
  }
}
