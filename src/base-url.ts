import type { ContractTable } from "./table.js";

/** `P`, four characters of region and 27 more. */
const regionalLength = 32;

/**
 * Where a project's API is, without a trailing slash. Throws, saying why but showing neither value, for a project ID
 * or a base URL that must not be used.
 */
export function resolveBaseUrl(servers: ContractTable["servers"], projectId: unknown, baseUrl?: string): string {
  // It becomes part of a header and of a host name: anything else in it could end up as another host.
  if (typeof projectId !== "string" || !/^[A-Za-z0-9]+$/.test(projectId))
    throw new TypeError("projectId must be letters and digits, at least one.");
  return checked(baseUrl ?? ofProject(servers, projectId));
}

function ofProject({ default: url, regional }: ContractTable["servers"], projectId: string): string {
  return regional !== undefined && projectId.length >= regionalLength
    ? regional.replace("{region}", projectId.slice(1, 5))
    : url;
}

function checked(text: string): string {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    // Told below, without the runtime's message: it quotes what may hold credentials.
  }
  if (!url || !(url.protocol === "https:" || (url.protocol === "http:" && loopback.test(url.hostname))))
    throw new TypeError("baseUrl must be an https: URL, or http: to localhost, 127.x.x.x or [::1].");
  if (url.username || url.password || /[?#]/.test(url.href))
    throw new TypeError("baseUrl must have no credentials, query or fragment.");
  return url.href.replace(/\/+$/, "");
}

/** Not `*.localhost`: some resolvers ask the network for it. */
const loopback = /^(localhost|127(\.\d+){3}|\[::1])$/;
