// Sign in by enchanted link: three links arrive, and the user has to open the one with the number that you show.
//
//   npm run mock
//   npx tsx examples/enchanted-link.ts ada@example.com
import { createDescopeClient } from "descope-links";

const [loginId = "ada@example.com"] = process.argv.slice(2);
const descope = createDescopeClient({
  projectId: process.env.DESCOPE_PROJECT_ID ?? "P2abcdefghijklmnopqrstuvwxyz",
  baseUrl: process.env.DESCOPE_BASE_URL ?? "http://127.0.0.1:4010",
});

const result = await descope.signInEnchantedLinkEmail({ loginId }, { signal: AbortSignal.timeout(10_000) });
if (result.ok) {
  console.log(`We sent three links to ${result.data.maskedEmail}. Open the one with the number ${result.data.linkId}.`);
  // result.data.pendingRef goes to the vendor's endpoint for polling the session, which this package does not cover.
  // Whoever holds it receives the session: never log it.
} else {
  console.log(result.error.message);
  process.exitCode = 1;
}
