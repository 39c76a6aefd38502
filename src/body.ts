import type { Deadline } from "./deadline.js";
import { DescopeError } from "./error.js";

/**
 * How much of an answer is read: 1 MiB. The contract's answers take less than a thousandth of that and gateways' error
 * pages a tenth, while an edge worker with little memory still carries it many times over.
 */
export const maxBodyBytes = 1024 * 1024;

/**
 * The whole body of an answer. Where it is larger than {@link maxBodyBytes} or breaks off this rejects for a 2xx, which
 * is none then, and gives undefined for an error, which is one still.
 */
export async function readBody(response: Response, deadline: Deadline): Promise<Blob | undefined> {
  const reader = (response.body ?? new Blob().stream()).getReader();
  const chunks: BlobPart[] = [];
  let left = maxBodyBytes;
  try {
    for (;;) {
      const { value: chunk } = await deadline.within(reader.read());
      if (!chunk) return new Blob(chunks);
      chunks.push(chunk);
      left -= chunk.byteLength;
      if (left < 0) throw broken(response.status, "too large");
    }
  } catch (thrown) {
    if (response.ok || deadline.signal.aborted) throw thrown;
    return undefined;
  } finally {
    // Gives up the rest and its socket; after the last chunk it does nothing. Nobody waits for it: it may hang.
    reader.cancel().catch(() => {});
  }
}

/** Throws, without quoting it, when the body of a 2xx is not JSON in UTF-8: the runtime's own messages do quote it. */
export function mustBeJson(body: ArrayBuffer, status: number): void {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw broken(status, "not JSON");
  }
}

/** The error for a 2xx that is not what the contract documents. `fault` holds names of the contract's only. */
export function broken(status: number, fault: string): DescopeError {
  return new DescopeError("invalid-response", `Maybe sent: ${status} ${fault}`, { status });
}
