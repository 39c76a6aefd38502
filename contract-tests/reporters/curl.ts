import type { Target } from "../provider/target.js";
import type { WireRequest } from "../provider/wire.js";

type Bearer = Pick<Target, "projectId" | "bearerName">;

/** A shell command that sends a request again, with the variable that the bearer is from in its place, if one is given. */
export function curl({ method, url, headers, body }: WireRequest, bearer?: Bearer): string {
  const shown = ["authorization", "content-type", "prefer"].flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [`-H ${quote(`${title(name)}: ${value}`, bearer)}`];
  });
  const data = body === undefined ? [] : [`--data-raw ${quote(body, bearer)}`];
  return [`curl -i -X ${method} ${quote(url, bearer)}`, ...shown, ...data].join(" \\\n  ");
}

/** Single quotes, left only for the bearer, which the shell fills in. */
function quote(text: string, bearer: Bearer | undefined): string {
  const literal = (part: string) => `'${part.replaceAll("'", `'\\''`)}'`;
  const parts = bearer === undefined ? [text] : text.split(bearer.projectId);
  return parts.length === 1
    ? literal(text)
    : parts.map((part) => (part === "" ? "" : literal(part))).join(`"$${bearer?.bearerName ?? "DESCOPE_PROJECT_ID"}"`);
}

function title(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, (part) => part.toUpperCase());
}
