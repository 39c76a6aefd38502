import type { Draft, Scope } from "./mutant.js";
import type { RawResponse, Rewrite } from "./wire.js";

/** A form in which a provider, and not the mock of it, refuses what it does not know. */
interface Voice {
  readonly name: string;
  readonly says: (status: number) => RawResponse;
}

/**
 * How a provider refuses a request that its contract does not cover: with a page of the server in front of it, and if
 * the contract has an error body for the rest, with that.
 */
function voices({ operation }: Scope): Voice[] {
  const rest = operation.responses.find(({ status }) => status === "default");
  const media = rest?.content[0];
  const example = media?.examples[0]?.value;
  const page: Voice = { name: "page", says: htmlPage };
  if (!media || example === undefined) {
    return [page];
  }
  return [page, { name: "json", says: (status) => rawResponse(status, media.mediaType, JSON.stringify(example)) }];
}

/** A mutant for each voice, in which requests are refused that the contract allows. */
export function inEachVoice(
  scope: Scope,
  { where, at = scope.operation.node.at, what }: { where: string; at?: readonly string[]; what: string },
  rewrite: (voice: Voice) => Rewrite,
): Draft[] {
  return voices(scope).map((voice) => ({
    ...{ where: where === "" ? voice.name : `${where}/${voice.name}`, at, what },
    provider: { rewrite: rewrite(voice) },
  }));
}

/** The response of a server in front of a provider. */
export function htmlPage(status: number): RawResponse {
  return rawResponse(status, "text/html; charset=utf-8", `<html><body><h1>${status}</h1></body></html>`);
}

export function rawResponse(status: number, contentType: string, text: string): RawResponse {
  return { status, headers: new Headers({ "content-type": contentType }), text };
}
