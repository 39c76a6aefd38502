// A small HTTP server that offers both kinds of link to a web page.
//
//   npm run mock
//   PORT=3000 npx tsx examples/server.ts
//   curl -d '{"loginId":"ada@example.com"}' http://127.0.0.1:3000/sign-in/enchanted-link
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createDescopeClient, type DescopeError } from "descope-links";

const descope = createDescopeClient({
  projectId: process.env.DESCOPE_PROJECT_ID ?? "P2abcdefghijklmnopqrstuvwxyz",
  baseUrl: process.env.DESCOPE_BASE_URL ?? "http://127.0.0.1:4010",
});

/** Who waits for an enchanted link, the oldest first. The `pendingRef` stays here: a page gets a ticket for it. */
const pending = new Map<string, { readonly pendingRef: string; readonly until: number }>();

/** How long a ticket is kept: longer than the links are valid, as set in the console. */
const keptMs = 15 * 60_000;

/** How many tickets are kept at most. Beyond that the oldest goes, so that no visitor can fill the memory. */
const keptAtMost = 10_000;

function remember(ticket: string, pendingRef: string): void {
  for (const [oldest, { until }] of pending) {
    if (until > Date.now() && pending.size < keptAtMost) {
      break;
    }
    pending.delete(oldest);
  }
  pending.set(ticket, { pendingRef, until: Date.now() + keptMs });
}

const server = createServer(async (request, response) => {
  const loginId = request.method === "POST" ? await readLoginId(request) : undefined;
  if (loginId === undefined) {
    return send(response, 400, { message: "Send a JSON object with a loginId." });
  }

  if (request.url === "/sign-in/magic-link") {
    const result = await descope.signInMagicLinkEmail({ loginId });
    return result.ok ? send(response, 200, { sentTo: result.data.maskedEmail }) : refuse(response, result.error);
  }
  if (request.url === "/sign-in/enchanted-link") {
    const result = await descope.signInEnchantedLinkEmail({ loginId });
    if (!result.ok) {
      return refuse(response, result.error);
    }
    const ticket = randomUUID();
    remember(ticket, result.data.pendingRef);
    return send(response, 200, { sentTo: result.data.maskedEmail, number: result.data.linkId, ticket });
  }
  send(response, 404, { message: "There is /sign-in/magic-link and /sign-in/enchanted-link." });
});

server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") {
    console.log(`Listening at http://127.0.0.1:${address.port}`);
  }
});

/** The login ID of a request, undefined if there is none. */
async function readLoginId(request: IncomingMessage): Promise<string | undefined> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 10_000) {
      return undefined;
    }
  }
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null || !("loginId" in body)) {
      return undefined;
    }
    return typeof body.loginId === "string" && body.loginId !== "" ? body.loginId : undefined;
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, error: DescopeError): void {
  // An error holds nothing secret, so that it can be logged as it is.
  console.error(JSON.stringify(error));
  if (error.status === 429) {
    response.setHeader("Retry-After", error.retryAfterSeconds ?? 60);
    send(response, 429, { message: "Too many attempts." });
  } else if (error.status === 400) {
    // The same response for each refusal: it does not show whether somebody is registered.
    send(response, 400, { message: "Signing in with this address is not possible." });
  } else {
    const message = "Signing in is not possible at the moment.";
    send(response, 502, { message, lookIntoInbox: error.mayHaveBeenSent });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
