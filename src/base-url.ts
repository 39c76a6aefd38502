import type { ContractTable } from "./table.js";

/** `P`, four characters of region and 27 more. */
const regionalLength = 32;

/**
 * Where a project's API is, without a trailing slash. Throws, saying why but showing neither value, for a project ID
 * or a base URL that must not be used.
 */
export function resolveBaseUrl(servers: ContractTable["servers"], projectId: unknown, baseUrl?: string): string {
  // It becomes part of a header and, where it names a region, of a host name: anything else could end up as another host.
  const form = servers.regional === undefined ? /^[\w.~+/-]+=*$/ : /^[A-Za-z0-9]+$/;
  if (typeof projectId !== "string" || !form.test(projectId)) {
    throw new TypeError(`projectId: only ${servers.regional === undefined ? "a bearer token" : "letters and digits"}`);
  }
  return checked(baseUrl ?? ofProject(servers, projectId));
}

function ofProject({ default: url, regional }: ContractTable["servers"], projectId: string): string {
  return regional !== undefined && projectId.length >= regionalLength
    ? regional.replace("{region}", projectId.slice(1, 5))
    : url;
}

function checked(text: string): string {
  try {
    const { href } = new URL(text);
    if (usable.test(href)) {
      return href.replace(/\/+$/, "");
    }
  } catch {
    // Told below, without the runtime's message: it quotes what may hold credentials.
  }
  throw new TypeError("baseUrl: https or loopback, no credentials, query, fragment");
}

/**
 * Of a normalised URL: the scheme, an authority without credentials, and nothing after the path. Loopback does not take
 * in `*.localhost`, for which some resolvers ask the network; a host that ends in a number is an IPv4 address.
 */
const usable = /^(https:|http:(?=\/\/(localhost|127[.\d]+|\[::1\])[:/]))\/\/[^@/]*\/[^?#]*$/;
