import { child, entries, items, type Node, objectAt } from "./node.js";

/** How a request says who asks. An OAuth 2.0 or OpenID Connect token travels as a bearer too. */
export type Credential =
  | { readonly kind: "bearer" }
  | { readonly kind: "basic" }
  | { readonly kind: "api-key"; readonly in: "header" | "query" | "cookie"; readonly name: string };

/** The conclusion from an operation's security. */
export interface Security {
  /** Whether a request without credentials has to be refused. */
  readonly secured: boolean;
  /** All that a request sends; empty if it need send none. */
  readonly credentials: readonly Credential[];
  /** The kinds of credentials of all alternatives: any of them is right. */
  readonly kinds: readonly Credential["kind"][];
  /** Why no request can say who asks, if so. */
  readonly problem?: string;
}

/**
 * Reads the security of an operation: of several alternatives the one that the client has by itself, a single
 * bearer, and else the first that can be sent.
 */
export function readSecurity(root: Node, operation: Node): Security {
  const alternatives = items(child(operation, "security") ?? child(root, "security")).map((alternative) =>
    entries(alternative),
  );
  if (alternatives.length === 0 || alternatives.some((alternative) => alternative.length === 0)) {
    return { secured: false, credentials: [], kinds: [] };
  }
  const read = alternatives.map((alternative) =>
    alternative.map(([name]) => ({ name, credential: readScheme(root, name) })),
  );
  const credentialsIn = (some: (typeof read)[number]) => some.flatMap(({ credential }) => credential ?? []);
  const sendable = read.filter((alternative) => alternative.every(({ credential }) => credential)).map(credentialsIn);
  const kinds = credentialsIn(read.flat()).map(({ kind }) => kind);
  const bearer = sendable.find(([only, ...others]) => only?.kind === "bearer" && others.length === 0);
  const chosen = bearer ?? sendable[0];
  if (chosen) {
    return { secured: true, credentials: chosen, kinds };
  }
  const unread = read.flat().flatMap(({ name, credential }) => (credential ? [] : [name]));
  const isDefined = (name: string) => child(root, "components", "securitySchemes", name) !== undefined;
  const lost = unread.filter((name) => !isDefined(name));
  const listed = (names: readonly string[]) => [...new Set(names)].map((name) => JSON.stringify(name)).join(", ");
  return {
    secured: true,
    credentials: [],
    kinds,
    problem:
      lost.length > 0
        ? `the security scheme ${listed(lost)} is not defined in components.securitySchemes`
        : `the security scheme ${listed(unread)}: only HTTP bearer and basic, OAuth 2.0, OpenID Connect and API keys`,
  };
}

function readScheme(root: Node, name: string): Credential | undefined {
  const scheme = objectAt(child(root, "components", "securitySchemes", name));
  switch (scheme.type) {
    case "oauth2":
    case "openIdConnect":
      return { kind: "bearer" };
    case "http": {
      const kind = String(scheme.scheme).toLowerCase();
      return kind === "bearer" || kind === "basic" ? { kind } : undefined;
    }
    case "apiKey": {
      const { in: place, name: key } = scheme;
      if (typeof key !== "string" || (place !== "header" && place !== "query" && place !== "cookie")) {
        return undefined;
      }
      return { kind: "api-key", in: place, name: key };
    }
    default:
      return undefined;
  }
}

/** Credentials that are not right. */
export interface WrongCredentials {
  readonly name: string;
  /** Which of those that a contract says to be refused (`x-credentials`) they are some of. */
  readonly kind: "missing" | "malformed" | "unknown";
  /** The kind of credentials sent in place of the right one, if it is another one. */
  readonly otherKind?: Credential["kind"];
  /**
   * The whole `Authorization` header; `{token}` is replaced by the right token, `{unknown}` by {@link unknownLike} it.
   */
  readonly authorization: string | null;
  /** The API keys that go along, if the operation needs some. Default: none. */
  readonly keys?: "right" | "unknown";
}

const none: WrongCredentials = { name: "none", kind: "missing", authorization: null };

const wrong: Readonly<Record<Credential["kind"], readonly WrongCredentials[]>> = {
  bearer: [
    none,
    { name: "an empty token", kind: "missing", authorization: "Bearer " },
    { name: "another scheme", kind: "missing", otherKind: "basic", authorization: "Basic {token}" },
    { name: "a token without a scheme", kind: "missing", authorization: "{token}" },
    { name: "a malformed token", kind: "malformed", authorization: "Bearer ?", keys: "right" },
    { name: "an unknown token", kind: "unknown", authorization: "Bearer {unknown}", keys: "right" },
  ],
  basic: [
    none,
    { name: "an empty token", kind: "missing", authorization: "Basic " },
    { name: "another scheme", kind: "missing", otherKind: "bearer", authorization: "Bearer probe" },
    { name: "a malformed token", kind: "malformed", authorization: "Basic ?", keys: "right" },
    { name: "an unknown token", kind: "unknown", authorization: "Basic bm9ib2R5Om5vYm9keQ==", keys: "right" },
  ],
  // Any text can be a key, so that a key cannot be malformed.
  "api-key": [none, { name: "an unknown key", kind: "unknown", authorization: null, keys: "unknown" }],
};

/**
 * A token or key without an owner, in the form of a right one whatever that form is: as long, with letters, digits and
 * all else in the same places, and the same beginning, which can be a mark of its kind. It does not give away anything
 * else.
 */
export function unknownLike(right: string): string {
  const kept = right.length < 12 ? 0 : 2;
  const nobody = (letter: string, index: number) => {
    const other = "nobody"[index % 6] ?? "n";
    return letter === letter.toUpperCase() ? other.toUpperCase() : other;
  };
  const made = right
    .slice(kept)
    .replaceAll(/\d/g, "0")
    .replaceAll(/[A-Za-z]/g, nobody);
  const unknown = right.slice(0, kept) + made;
  return unknown === right ? `${right.slice(0, -1)}${right.endsWith("1") ? "2" : "1"}` : unknown;
}

/**
 * The wrong credentials for which a request of an operation has to be refused: missing ones, and of the rest those that
 * the contract names (`documented`).
 */
export function wrongCredentials(
  { secured, credentials, kinds }: Security,
  documented: readonly string[],
): WrongCredentials[] {
  if (!secured) {
    return [];
  }
  const [first] = credentials;
  return (first ? wrong[first.kind] : [none])
    .filter(({ kind }) => kind === "missing" || documented.includes(kind))
    .filter(({ otherKind }) => otherKind === undefined || !kinds.includes(otherKind));
}
