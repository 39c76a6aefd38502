/** Whether a URL names this machine, by literal name only: what a name resolves to can change. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Sees to it that a host on this machine is never asked through a proxy, which would look for it on its own machine. With
 * NODE_USE_ENV_PROXY the runtime reads these variables at each request, the one in small letters first.
 */
export function neverByProxy(to: string): void {
  const url = new URL(to);
  const { no_proxy, NO_PROXY } = process.env;
  const direct = no_proxy ?? NO_PROXY ?? "";
  if (isLoopback(url) && !direct.split(/[\s,]+/).includes(url.hostname)) {
    process.env.no_proxy = process.env.NO_PROXY = direct === "" ? url.hostname : `${direct},${url.hostname}`;
  }
}

/** The code that Node gives to a failure of the network, or undefined. */
export function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

/** Reasons for which a certificate is not trusted, by the code that Node gives them. */
const distrusted: readonly [code: RegExp, why: string][] = [
  [/^CERT_HAS_EXPIRED$/, "its certificate has expired"],
  [/^CERT_NOT_YET_VALID$/, "its certificate is not valid yet"],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$|^HOSTNAME_MISMATCH$/, "its certificate is for another host"],
  [
    /SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)|CERT_UNTRUSTED/,
    "its certificate is not signed by anybody that Node trusts: if you do, name the file with the signer's certificate in NODE_EXTRA_CA_CERTS",
  ],
  [/CERT|^CRL_/, "its certificate is not accepted"],
  [/WRONG_VERSION_NUMBER|^ERR_SSL_|^EPROTO$/, "it does not speak TLS as asked: is its URL an http one?"],
];

/** Why a host that listens is not to be trusted with a request, and the code of that; undefined if that is not so. */
export function whyDistrusted(error: unknown): string | undefined {
  const code = codeOf(error) ?? "";
  const why = distrusted.find(([pattern]) => pattern.test(code))?.[1];
  return why && `${why} (${code})`;
}

/** A sentence for a fetch that failed: the error itself says only that it did. */
export function whyUnreached(shown: string, error: unknown): string {
  const why = whyDistrusted(error);
  const code = codeOf(error);
  return why ? `${shown} cannot be asked: ${why}.` : `${shown} cannot be reached${code ? ` (${code})` : ""}.`;
}
