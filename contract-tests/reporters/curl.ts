import type { WireRequest } from "../provider/exchange.js";

/** A shell command that sends a request again, with `$DESCOPE_PROJECT_ID` in place of `projectId` if one is given. */
export function curl({ method, url, headers, body }: WireRequest, projectId?: string): string {
  const shown = ["authorization", "content-type", "prefer"].flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [`-H ${quote(`${title(name)}: ${value}`, projectId)}`];
  });
  const data = body === undefined ? [] : [`--data-raw ${quote(body, projectId)}`];
  return [`curl -i -X ${method} ${quote(url, projectId)}`, ...shown, ...data].join(" \\\n  ");
}

/** Single quotes, left only for the project ID, which the shell fills in. */
function quote(text: string, projectId: string | undefined): string {
  const literal = (part: string) => `'${part.replaceAll("'", `'\\''`)}'`;
  const parts = projectId === undefined ? [text] : text.split(projectId);
  return parts.length === 1
    ? literal(text)
    : parts.map((part) => (part === "" ? "" : literal(part))).join('"$DESCOPE_PROJECT_ID"');
}

function title(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, (part) => part.toUpperCase());
}
