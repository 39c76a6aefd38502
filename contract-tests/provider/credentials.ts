import { type Credential, unknownLike } from "../model/credentials.js";
import type { RequestPlan } from "./plan.js";
import type { WireRequest } from "./wire.js";

/** The user, password and API keys of a run without any: mocks accept any, and our own knows this one. */
export const madeUpCredential = "probe:probe";

/**
 * Adds credentials to a request besides its bearer, which it has already: the refresh JWT behind it, HTTP basic's user
 * and password, and API keys. For a plan with wrong credentials, only the keys that it names.
 */
export function withCredentials(
  request: WireRequest,
  all: readonly Credential[],
  { right, refreshJwt: jwt = "" }: { readonly right: string; readonly refreshJwt?: string | undefined },
  { authorization, keys, refreshJwt }: Pick<RequestPlan, "authorization" | "keys" | "refreshJwt"> = {},
): WireRequest {
  const isRight = authorization === undefined;
  const credentials = all.filter(({ kind }) => isRight || (keys !== undefined && kind === "api-key"));
  const secret = keys === "unknown" ? unknownLike(right) : right;
  const headers = new Headers(request.headers);
  const url = new URL(request.url);
  const bearer = headers.get("authorization");
  if (isRight && refreshJwt && jwt !== "" && bearer?.startsWith("Bearer ")) {
    headers.set("authorization", `${bearer}:${jwt}`);
  }
  for (const credential of credentials) {
    if (credential.kind === "basic") {
      headers.set("authorization", `Basic ${Buffer.from(secret).toString("base64")}`);
    }
    if (credential.kind !== "api-key") {
      continue;
    }
    const { in: place, name } = credential;
    if (place === "header") {
      headers.set(name, secret);
    }
    if (place === "cookie") {
      headers.append("cookie", `${name}=${encodeURIComponent(secret)}`);
    }
    if (place === "query") {
      url.searchParams.set(name, secret);
    }
  }
  const isQuery = credentials.some((one) => one.kind === "api-key" && one.in === "query");
  return { ...request, headers, ...(isQuery && { url: url.href }) };
}
