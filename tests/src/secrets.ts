import { inspect } from "node:util";

/** What the calls of these tests send, and what their servers answer with, that nobody may find in an error. */
export const secret = {
  projectId: "P2SecretProjectOfOurs",
  refreshJwt: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
  loginId: "ada.king+lovelace@example.com",
  phone: "+15555550123",
  pendingRef: "2f7b1c0e5d8a4c3b9e6f",
} as const;

/** Every secret that shows in any of the ways in which an error ends up in a log, with the way. */
export function leaks(error: unknown): string[] {
  const views: [string, string][] = [
    ["inspect", inspect(error, { depth: Infinity, showHidden: true, getters: true, maxStringLength: Infinity })],
    ["JSON", JSON.stringify(error) ?? ""],
    ["String", String(error)],
    ...stacks(error).map((stack): [string, string] => ["stack", stack]),
  ];
  return views.flatMap(([view, text]) =>
    Object.entries(secret)
      .filter(([, value]) => spellings(value).some((one) => text.toLowerCase().includes(one.toLowerCase())))
      .map(([name]) => `${name} in ${view}`),
  );
}

function stacks(error: unknown): string[] {
  return error instanceof Error ? [`${error.stack}\n${error.message}`, ...stacks(error.cause)] : [];
}

function spellings(value: string): string[] {
  const html = value.replace(/[^\w.]/g, (char) => `&#${char.charCodeAt(0)};`);
  return [value, encodeURIComponent(value), html, value.replace("+", "\\u002b"), encodeURI(value)];
}
