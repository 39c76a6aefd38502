import type { CallState } from "./call-state.js";
import { invalid } from "./validate.js";

/**
 * How much of a response is read: 1 MiB. The contract's responses take less than a thousandth of that and gateways'
 * error pages a tenth, while an edge worker with little memory still carries it many times over.
 */
export const maxBodyBytes = 1024 * 1024;

/** Reads the whole body of a response into `call.text`. Rejects if it breaks off or cannot be used. */
export async function readBody(response: Response, call: CallState): Promise<void> {
  const { body, status } = response;
  // Some runtimes, React Native for one, have no streams: theirs have the whole body in memory already.
  if (!body?.getReader) {
    call.text = body === null ? "" : await response.text();
    return;
  }
  const reader = body.getReader();
  const decoder = decoderFor(response.headers);
  // Nobody waits for it: it may hang.
  call.giveUp = () => void reader.cancel().catch(() => {});
  let ended = false;
  for (let left = maxBodyBytes; !ended; ) {
    const { value, done } = await reader.read();
    ended = done;
    left -= done ? 0 : value.byteLength || 1; // chunks may be empty, and many
    if (left < 0) {
      throw invalid(status, "is larger than 1 MiB", call);
    }
    try {
      call.text += decoder.decode(value, { stream: !done });
    } catch {
      throw invalid(status, `is not ${decoder.encoding}`, call);
    }
  }
}

/** For the encoding that the headers name; for UTF-8 if they name none, or none that the runtime knows. */
function decoderFor(headers: Headers): TextDecoder {
  const [, charset = "utf-8"] = /;\s*charset="?([\w.:-]+)/i.exec(headers.get("content-type") ?? "") ?? [];
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return new TextDecoder("utf-8", { fatal: true });
  }
}
