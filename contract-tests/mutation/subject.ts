import type { Scope } from "../cases/case.js";
import { createMock } from "../mock/mock.js";
import { createReferenceProvider, type Known } from "../mock/reference-provider.js";
import { documentedRejection, success } from "../mock/responses.js";
import type { Contract } from "../model/contract.js";
import type { MediaType } from "../model/operation.js";
import type { Forward } from "../provider/wire.js";
import type { ProviderName, Shows } from "./mutant.js";
import { canBeInvalid } from "./traits.js";

/** A provider that is mutated. */
interface Subject {
  readonly name: ProviderName;
  readonly shows: Shows;
  /** Makes it, unchanged, for a contract. It accepts any credentials, unless it knows the right ones. */
  readonly start: (contract: Contract, known?: Known) => Promise<Forward>;
}

export const subjects: Readonly<Record<ProviderName, Subject>> = {
  prism: {
    name: "prism",
    // Prefer calls up everything.
    shows: { never: () => undefined, bodies: (_scope, _response, media) => valuesOf(media), prefer: true },
    async start(contract, known) {
      const mock = await createMock(contract, known);
      return async (request) => {
        const response = await mock(request);
        if (response.status >= 500 && response.headers.get("content-type")?.startsWith("application/problem+json")) {
          throw new Error(`the mock did not respond: ${response.text}`);
        }
        // As any provider, without Prism's own header.
        response.headers.delete("sl-violations");
        return response;
      };
    },
  },
  reference: {
    name: "reference",
    shows: {
      never: (scope, response) =>
        served(scope).some((one) => one.response === response)
          ? undefined
          : `this provider sends ${response.status} only where Prefer calls it up, which it does not honour`,
      bodies: (scope, response, media) =>
        served(scope)
          .filter((one) => one.response === response)
          .flatMap(({ example }) => valuesOf(media, example)),
      prefer: false,
    },
    async start(contract, known) {
      const handle = createReferenceProvider(contract, known);
      return async (request) => (await handle(request)).response;
    },
  },
};

function valuesOf({ examples }: MediaType, only?: string) {
  return examples.filter(({ name }) => only === undefined || name === only).map(({ value }) => value);
}

/** The responses that the hand-made provider sends: its first success, and of each kind of refusal the one that it chooses. */
function served(scope: Scope) {
  const { operation } = scope;
  return [
    success(operation),
    operation.secured ? documentedRejection(operation, "credentials") : undefined,
    canBeInvalid(operation) ? documentedRejection(operation, "invalid-request") : undefined,
  ].filter((one) => one !== undefined);
}
