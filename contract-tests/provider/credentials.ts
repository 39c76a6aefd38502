import type { Credential } from "../model/credentials.js";
import type { WireRequest } from "./exchange.js";

/** What a request says besides its bearer, which it has already: HTTP basic's user and password, and API keys. */
export function withCredentials(request: WireRequest, credentials: readonly Credential[], secret: string): WireRequest {
  const headers = new Headers(request.headers);
  const url = new URL(request.url);
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
