import type { DescopeClient } from "descope-links";

/** The sentence for the person who signs in, and the status of the page's request. */
export interface Told {
  readonly status: number;
  readonly message: string;
}

/** Sends a magic link, and turns each way in which that can end into a sentence for a person. */
export async function signIn(descope: DescopeClient, loginId: string, signal?: AbortSignal): Promise<Told> {
  const { data, error } = await descope.signInMagicLinkEmail({ loginId }, signal === undefined ? {} : { signal });
  if (error === undefined) {
    return { status: 200, message: `A link is on its way to ${data.maskedEmail}.` };
  }
  // Safe to log: of the request and the response it has only codes, a status and a request ID.
  console.error(error);
  if (error.code === "E062108") {
    return { status: 404, message: "Nobody is registered with this address." };
  }
  if (error.status === 429) {
    return { status: 429, message: `Please try again in ${error.retryAfterSeconds ?? 60} seconds.` };
  }
  return error.mayHaveBeenSent
    ? { status: 502, message: "Look into your inbox before you ask for another link." }
    : { status: 502, message: "No link was sent. Please try again." };
}
