import { createMock } from "../mock/mock.js";
import { createReferenceProvider, type Known } from "../mock/reference-provider.js";
import type { JsonObject } from "../model/json.js";
import { readOperations } from "../model/operation.js";
import type { ProviderName, Shows } from "./mutant.js";
import { everything, ofItsOwnAccord } from "./shows.js";
import type { Forward, RawResponse } from "./wire.js";

/** A provider that is mutated. */
export interface Subject {
  readonly name: ProviderName;
  readonly shows: Shows;
  /** Makes it, unchanged, for a contract. It accepts any credentials, unless it knows the right ones. */
  readonly start: (document: JsonObject, known?: Known) => Promise<Forward>;
}

/** The measurement itself went wrong: nothing that the suite has found or missed. */
export class ToolFailure extends Error {
  override readonly name = "ToolFailure";
}

export const subjects: Readonly<Record<ProviderName, Subject>> = {
  prism: {
    name: "prism",
    shows: everything,
    async start(document, known) {
      const mock = await createMock(document, known);
      return async (request) => asAnyProvider(await mock(request));
    },
  },
  plain: {
    name: "plain",
    shows: ofItsOwnAccord,
    async start(document, known) {
      const handle = createReferenceProvider({ document, operations: readOperations(document) }, known);
      return async (request) => (await handle(request)).response;
    },
  },
};

/** Without Prism's own header. A mock that breaks down is a {@link ToolFailure}, and never a response of a provider. */
function asAnyProvider(response: RawResponse): RawResponse {
  if (response.status >= 500 && response.headers.get("content-type")?.startsWith("application/problem+json")) {
    throw new ToolFailure(`the mock did not respond: ${response.text}`);
  }
  response.headers.delete("sl-violations");
  return response;
}
