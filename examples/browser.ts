// A page that signs in by enchanted link, without a server of its own: a project ID is not a secret.
//
//   npx esbuild examples/browser.ts --bundle --format=esm --outfile=sign-in.js
//
//   <form id="sign-in"><input name="loginId" type="email" required> <button>Sign in</button> <output></output></form>
//   <script type="module" src="sign-in.js"></script>
import { createDescopeClient } from "descope-links";

const descope = createDescopeClient({ projectId: "P2abcdefghijklmnopqrstuvwxyz" });

/** Ends the call that a second click makes useless. */
let lastClick = new AbortController();

async function signIn(form: HTMLFormElement): Promise<string> {
  lastClick.abort();
  lastClick = new AbortController();
  const loginId = String(new FormData(form).get("loginId"));
  const { data, error } = await descope.signInEnchantedLinkEmail({ loginId }, { signal: lastClick.signal });
  if (data) {
    return `Open the link with the number ${data.linkId} in your inbox.`;
  }
  if (error.kind === "aborted") {
    return "";
  }
  // A browser does not report a refused connection as such: without a response, the message may have been sent.
  return error.mayHaveBeenSent ? "Look into your inbox before you ask for another link." : "That did not work.";
}

const form = document.querySelector<HTMLFormElement>("#sign-in");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const message = await signIn(form);
  const output = form.querySelector("output");
  if (output && message) {
    output.value = message;
  }
});
