import type { Scope } from "./mutant.js";
import type { Answer } from "./wire.js";

/** A way in which a provider, and not the mock of it, refuses what it does not know. */
export interface Voice {
  readonly name: string;
  readonly says: (status: number) => Answer;
}

/**
 * How a provider answers what its contract says nothing about: with a page of the server in front of it, and where the
 * contract has an error body for the rest, with that.
 */
export function voices({ operation }: Scope): Voice[] {
  const rest = operation.responses.find(({ status }) => status === "default");
  const media = rest?.content[0];
  const example = media?.examples[0]?.value;
  const page: Voice = {
    name: "page",
    says: (status) => answer(status, "text/html; charset=utf-8", `<html><body><h1>${status}</h1></body></html>`),
  };
  if (!media || example === undefined) return [page];
  return [page, { name: "json", says: (status) => answer(status, media.mediaType, JSON.stringify(example)) }];
}

function answer(status: number, contentType: string, text: string): Answer {
  return { status, headers: new Headers({ "content-type": contentType }), text };
}
