import type { ClientOptions, Fail } from "./options.js";
import type { ContractTable } from "./table.js";

/** `P`, four characters of region and 27 more. */
const regionalLength = 32;

/**
 * Where a project's API is, without a trailing slash. Throws, saying why but showing no value, for a project ID or a base
 * URL that must not be used.
 */
export function resolveBaseUrl(
  servers: ContractTable["servers"],
  { projectId, baseUrl, allowHttp = [] }: Pick<ClientOptions, "projectId" | "baseUrl" | "allowHttp">,
  fail: Fail,
): string {
  // It becomes part of a header and, if it names a region, of a host name: anything else could end up as another host.
  const form = servers.regional ? /^[A-Za-z0-9]+$/ : /^[\w.~+/-]+=*$/;
  if (typeof projectId !== "string" || !form.test(projectId)) {
    throw fail(`projectId must be ${servers.regional ? "a text of letters and digits only" : "a bearer token"}`);
  }
  if (!Array.isArray(allowHttp)) {
    throw fail("allowHttp must be a list of host names");
  }
  try {
    const { href, protocol, hostname } = new URL(baseUrl ?? ofProject(servers, projectId));
    if (usable.test(href) && (protocol === "https:" || loopback.test(hostname) || allowHttp.includes(hostname))) {
      return href.replace(/\/+$/, "");
    }
  } catch {
    // Told below, without the runtime's message: it quotes what may hold credentials.
  }
  throw fail(
    "baseUrl must be an https URL without credentials, query and fragment; http is for loopback and hosts of allowHttp",
  );
}

function ofProject({ default: url, regional }: ContractTable["servers"], projectId: string): string {
  return regional !== undefined && projectId.length >= regionalLength
    ? regional.replace("{region}", projectId.slice(1, 5))
    : url;
}

/** The form of a normalised URL: the scheme, an authority without credentials, and nothing after the path. */
const usable = /^https?:\/\/[^@/]+\/[^?#]*$/;

/** Not `*.localhost`, for which some resolvers ask the network; a host that ends in a number is an IPv4 address. */
const loopback = /^(localhost|127[.\d]+|\[::1\])$/;
