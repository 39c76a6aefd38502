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
    throw new TypeError("projectId must be a project's ID: letters and digits only, and at least one.");
  return checked(baseUrl ?? ofProject(servers, projectId));
}

function ofProject({ default: url, regional }: ContractTable["servers"], projectId: string): string {
  return regional !== undefined && projectId.length >= regionalLength
    ? regional.replace("{region}", projectId.slice(1, 5))
    : url;
}

function checked(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TypeError("baseUrl must be an absolute URL, and the contract names no server to fall back on.");
  }
  if (url.username || url.password) throw new TypeError("baseUrl must not carry credentials.");
  if (/[?#]/.test(url.href)) throw new TypeError("baseUrl must not have a query or a fragment.");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname)))
    throw new TypeError("baseUrl must be https:, or http: to localhost, 127.x.x.x or [::1].");
  return url.href.replace(/\/+$/, "");
}

/** Not `*.localhost`: some resolvers ask the network for it. */
function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
