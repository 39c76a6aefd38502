// A route for Express, or for whatever has requests and responses of this form.
//
//   import express from "express";
//   import { signIn } from "./express.js";
//   express().use(express.json()).post("/sign-in", signIn).listen(3000);
import { createDescopeClient } from "descope-links";

/** The parts of Express that are used here, so that this compiles without it. */
interface Request {
  readonly body?: { readonly loginId?: unknown };
}
interface Response {
  status(code: number): Response;
  set(name: string, value: string): Response;
  json(body: object): unknown;
}

const descope = createDescopeClient({
  projectId: process.env.DESCOPE_PROJECT_ID ?? "P2abcdefghijklmnopqrstuvwxyz",
  baseUrl: process.env.DESCOPE_BASE_URL ?? "http://127.0.0.1:4010",
});

/** Needs no `try`, as a call never rejects. */
export async function signIn(request: Request, response: Response): Promise<void> {
  const loginId = request.body?.loginId;
  if (typeof loginId !== "string") {
    response.status(400).json({ message: "Send a JSON object with a loginId." });
    return;
  }
  const { data, error } = await descope.signInMagicLinkEmail({ loginId });
  if (data) {
    response.json({ sentTo: data.maskedEmail });
    return;
  }
  console.error(error); // holds nothing secret
  if (error.status === 429) {
    response.status(429).set("Retry-After", String(error.retryAfterSeconds ?? 60));
  } else {
    response.status(error.kind === "api" ? 400 : 502);
  }
  // The same for each refusal: it does not show whether somebody is registered.
  response.json({ message: "Signing in is not possible.", lookIntoInbox: error.mayHaveBeenSent });
}
