import { madeUpProjectId, type Target } from "../provider/target.js";
import type { WireRequest } from "../provider/wire.js";

type Bearer = Pick<Target, "projectId" | "bearerName" | "headers">;

/** Stands for the refresh JWT in a header that is shown. */
export const jwtPlace = "{refreshJwt}";

/**
 * A shell command that sends a request again, with the variable that the bearer is from in its place, if one is given, and
 * the names alone of the headers that go along with every request.
 */
export function curl({ method, url, headers, body }: WireRequest, bearer?: Bearer): string {
  const shown = ["Authorization", "Content-Type", "Prefer"].flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [`-H ${quote(`${name}: ${value}`, bearer)}`];
  });
  const along = (bearer?.headers ?? []).map(([name]) => `-H ${quote(`${name}: (as given by --header)`, bearer)}`);
  const data = body === undefined ? [] : [`--data-raw ${quote(body, bearer)}`];
  return [`curl -i -X ${method} ${quote(url, bearer)}`, ...shown, ...along, ...data].join(" \\\n  ");
}

/** Single quotes, left only for the bearer and the refresh JWT, which the shell fills in. */
function quote(text: string, bearer: Bearer | undefined): string {
  if (bearer === undefined) {
    return literal(text);
  }
  const { bearerName: name = "DESCOPE_PROJECT_ID" } = bearer;
  const filledIn = (part: string) => part.split(jwtPlace).map(literal).join('"$DESCOPE_TEST_REFRESH_JWT"');
  // Without the variable the made-up bearer was sent, which is not a secret.
  return text
    .split(bearer.projectId)
    .map(filledIn)
    .join(bearer.projectId === madeUpProjectId ? `"\${${name}:-${madeUpProjectId}}"` : `"$${name}"`);
}

/** A word for a shell to leave as it is, quoted only if it has to be. */
export function shellWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : literal(text);
}

function literal(text: string): string {
  return text === "" ? "" : `'${text.replaceAll("'", `'\\''`)}'`;
}
