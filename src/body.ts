import type { Deadline } from "./deadline.js";

/**
 * How much of an answer is read: 1 MiB. The contract's answers take less than a thousandth of that and gateways' error
 * pages a tenth, while an edge worker with little memory still carries it many times over.
 */
export const maxBodyBytes = 1024 * 1024;

/** The whole body of an answer; undefined when it is larger than {@link maxBodyBytes}. Rejects when it breaks off. */
export async function readBody(response: Response, deadline: Deadline): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const chunk = reader && (await deadline.within(reader.read())).value;
      if (!chunk) break;
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > maxBodyBytes) return undefined;
    }
  } finally {
    // Gives up the rest and its socket; after the last chunk it does nothing. Nobody waits for it: it may hang.
    reader?.cancel().catch(() => {});
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}

/** The JSON value of a body. Throws, without quoting it, when it is not JSON in UTF-8. */
export function parseJson(body: BufferSource): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new TypeError("not JSON in UTF-8"); // the original message quotes the body
  }
}
