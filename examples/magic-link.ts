// Sign in by magic link, and every way in which that can fail.
//
//   npm run mock                                                   in one terminal
//   npx tsx examples/magic-link.ts ada@example.com                 in another
//   npx tsx examples/magic-link.ts ada@example.com userNotFound    to see a documented error
import { createDescopeClient, type DescopeError } from "descope-links";

const [loginId = "ada@example.com", example] = process.argv.slice(2);
const descope = createDescopeClient({
  projectId: process.env.DESCOPE_PROJECT_ID ?? "P2abcdefghijklmnopqrstuvwxyz",
  baseUrl: process.env.DESCOPE_BASE_URL ?? "http://127.0.0.1:4010",
});

// The mock responds with the documented example that this header names. No real provider knows it.
const headers = { Prefer: example === undefined ? undefined : `code=400, example=${example}` };
const result = await descope.signInMagicLinkEmail({ loginId }, { headers });

if (result.ok) {
  console.log(`We sent a link to ${result.data.maskedEmail}.`);
} else {
  console.log(whatToSay(result.error));
}

/** What to tell somebody who wants to sign in. */
function whatToSay(error: DescopeError): string {
  // Known codes autocomplete. The vendor documents codes, not statuses.
  if (error.code === "E062108") {
    return "Nobody is registered with this address. Sign up instead?";
  }
  if (error.status === 429) {
    return `Too many attempts. Try again in ${error.retryAfterSeconds ?? 60} seconds.`;
  }
  switch (error.kind) {
    case "api": // refused, for the reason in error.code and error.description
      return "That did not work. Is the address right?";
    case "http": // a gateway responded, not the API: HTML, nothing, or half an error
      return "Signing in is not possible at the moment. Please try again later.";
    case "network": // no whole response
    case "timeout": // none in time
    case "invalid-response": // a success that breaks the contract
      return error.mayHaveBeenSent
        ? "Look into your inbox. If nothing comes within a few minutes, ask for another link."
        : "We could not reach the server. Please try again.";
    case "aborted": // by a signal of your own
      return "Stopped.";
  }
}
