import type { CallState } from "./call-state.js";
import { quietly } from "./json.js";
import { invalid } from "./validate.js";

/**
 * How much of a response is read: 1 MiB. The contract's responses take less than a thousandth of that and gateways'
 * error pages a tenth, while an edge worker with little memory still carries it many times over.
 */
const maxBodyBytes = 1024 * 1024;

/** Reads the whole body of a response into `call.text`. Rejects if it breaks off or cannot be used. */
export async function readBody(response: Response, call: CallState): Promise<void> {
  const { body } = response;
  // Some runtimes, React Native for one, have no streams: theirs have the whole body in memory already.
  if (!body?.getReader) {
    call.text = await response.text();
    return;
  }
  const reader = body.getReader();
  const decoder = decoderFor(call);
  // The caller does not wait for it: it may hang.
  call.giveUp = () => void reader.cancel().catch(() => {});
  let ended = false;
  for (let left = maxBodyBytes; !ended; ) {
    const { value, done } = await reader.read();
    ended = done;
    left -= done ? 0 : value.byteLength || 1; // chunks may be empty, and many
    if (left < 0) {
      throw invalid("is larger than 1 MiB", call);
    }
    try {
      call.text += decoder.decode(value, { stream: !done });
    } catch {
      throw invalid(`is not ${decoder.encoding}`, call);
    }
  }
}

/** For the encoding that the headers name; for UTF-8 if they name none, or none that the runtime knows. */
function decoderFor(call: CallState): TextDecoder {
  const [, charset] = /;\s*charset="?([\w.:-]+)/i.exec(call.header("content-type")) ?? [];
  return quietly(() => new TextDecoder(charset, { fatal: true })) ?? new TextDecoder("utf-8", { fatal: true });
}

/** Statuses whose responses have no body: a `Response` cannot be made with one. */
const bodiless = [204, 205, 304];

/** The response with its body in memory, but for the reason phrase: some cannot be given again. */
export function wholeResponse({ response, status, text }: CallState): Response {
  // Browsers give 0 to a redirect that is not followed, and some servers send 600 and more.
  const usual = status >= 200 && status < 600;
  const make = (headers?: Headers) =>
    new Response((!bodiless.includes(status) && text) || null, {
      status: usual ? status : 500,
      ...(headers && { headers }),
    });
  const whole = quietly(() => make(response?.headers)) ?? make();
  whole.headers.delete("content-length"); // it counts what was sent, compressed or not, and openapi-fetch relies on it
  return usual ? whole : Object.defineProperty(whole, "status", { value: status });
}
