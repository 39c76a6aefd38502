import { InputError } from "../model/errors.js";
import { codeOf, isLoopback, neverByProxy, whyDistrusted } from "../model/network.js";
import { formOf } from "./synthetic-identities.js";

/** A provider that a run is pointed at. Plain data, so that it can be handed to another thread. */
export interface Target {
  readonly url: string;
  readonly projectId: string;
  /** The environment variable that it is from, for commands that are shown. Default: DESCOPE_PROJECT_ID. */
  readonly bearerName?: string;
  /** HTTP basic's `user:password`, or the API key, if the contract asks for one. */
  readonly credential?: string | undefined;
  /** That of a user who is signed in, for requests that need one. Never shown. */
  readonly refreshJwt?: string | undefined;
  /** Headers that go along with every request, for a gateway in front of the provider. Their values are never shown. */
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
  readonly prefer: boolean;
  /** Whether it is the mock that this run started. Default: false. */
  readonly ownMock?: boolean;
  /** Whether real people may be behind it: little of its responses is shown. */
  readonly remote: boolean;
  /** Whether only what is harmless even if accepted may be sent. */
  readonly harmlessOnly: boolean;
  /** Login IDs that sign-ins may really be sent to, as their owners agreed. Never shown. Default: none. */
  readonly recipients?: readonly string[];
  /** Requests a minute; absent for as fast as they come. */
  readonly rate?: number;
}

/** The project ID if a run needs none: mocks accept any, and our own knows this one. */
export const madeUpProjectId = "P2contractsuite0000000000";

/**
 * The target that a URL names. A loopback host, by its literal name only, gets everything at once; any other only
 * what is harmless, and slowly. Throws {@link InputError} for a URL that cannot be one.
 */
export function readTarget(
  text: string,
  options: Pick<Target, "credential" | "refreshJwt" | "headers" | "prefer" | "recipients"> & {
    readonly projectId: string | undefined;
    /** In place of the project ID. */
    readonly bearer?: string | undefined;
    /** Whether the contract is another one, whose bearer need not have the form of a project ID. */
    readonly anyBearer?: boolean;
    readonly allowSends: boolean;
    readonly rate: number | undefined;
  },
): Target {
  const { recipients = [] } = options;
  const url = parse(text);
  const loopback = isLoopback(url);
  if (url.protocol === "http:" && !loopback) {
    throw new InputError(`--target ${text}: plain http would show the project ID to the network; use https.`);
  }
  const { value, name } = readBearer(options);
  if (!loopback && value === "") {
    const what = options.anyBearer ? "bearer" : "project ID";
    throw new InputError(`${name} is not set: a target off this machine needs a ${what}.`);
  }
  if (recipients.some((one) => formOf(one) === undefined)) {
    throw new InputError("--recipient takes an email address, or a phone number such as +15555550100.");
  }
  if (loopback && recipients.length > 0) {
    throw new InputError(
      "--recipient goes with a target off this machine: on a loopback host everything is sent anyway.",
    );
  }
  const rate = options.rate ?? (loopback ? undefined : 60);
  return {
    url: url.href.replace(/\/$/, ""),
    projectId: value || madeUpProjectId,
    bearerName: name,
    credential: options.credential || undefined,
    refreshJwt: readRefreshJwt(options.refreshJwt),
    headers: options.headers,
    prefer: options.prefer,
    ownMock: false,
    remote: !loopback,
    harmlessOnly: !loopback && !options.allowSends,
    recipients,
    ...(rate !== undefined && { rate }),
  };
}

/** The bearer that the environment names. Throws {@link InputError}, which does not show it, if it cannot be one. */
function readBearer({ bearer, projectId, anyBearer = false }: Parameters<typeof readTarget>[1]) {
  const name = bearer || (!projectId && anyBearer) ? "CONTRACT_BEARER" : "DESCOPE_PROJECT_ID";
  const value = bearer || projectId || "";
  // RFC 6750 calls it b64token.
  const isOne = anyBearer ? /^(?:[\w.~+/-]+=*)?$/.test(value) : /^[A-Za-z0-9]*$/.test(value);
  if (!isOne || value.endsWith("\n")) {
    const what = anyBearer
      ? "not a bearer token: it takes letters, digits and - . _ ~ + / with = at the end"
      : "not a project ID: it takes letters and digits alone";
    throw new InputError(`${name} is ${what}, with no space or line end.`);
  }
  return { name, value };
}

function readRefreshJwt(text: string | undefined): string | undefined {
  if (!/^[\w.~+/=-]*$/.test(text ?? "")) {
    throw new InputError("The refresh JWT is not a token: it takes letters, digits and - . _ ~ + / =.");
  }
  return text || undefined;
}

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new InputError(`--target ${JSON.stringify(text)} is not a URL of a provider, such as http://127.0.0.1:4010.`);
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new InputError("--target takes a base URL without credentials, query or fragment.");
  }
  return url;
}

/** Failures that say that something listens and does not like `HEAD`: that is a target all the same. */
const listening = new Set(["ECONNRESET", "UND_ERR_SOCKET", "UND_ERR_RESPONSE", "HPE_INVALID_CONSTANT"]);

/** Throws {@link InputError} if a target does not listen. Does not call any part of the API. */
export async function mustBeThere({ url }: Target): Promise<void> {
  try {
    neverByProxy(url);
    const response = await fetch(url, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(10_000) });
    await response.body?.cancel();
  } catch (error) {
    const code = codeOf(error);
    if (code !== undefined && listening.has(code)) {
      return;
    }
    const distrusted = whyDistrusted(error);
    throw new InputError(
      distrusted
        ? `The provider at ${url} cannot be asked: ${distrusted}.`
        : `No provider responds at ${url}${code === undefined ? "" : ` (${code})`}: start it, or check the URL.`,
    );
  }
}
