import type { JsonObject } from "../model/json.js";
import { readOperations } from "../model/operation.js";
import { createPlainHandler } from "../provider/plain-provider.js";
import { openLink } from "./mock-link.js";
import type { ProviderName } from "./mutant.js";
import { everything, ofItsOwnAccord, type Shows } from "./shows.js";
import type { Forward } from "./wire.js";

/** A provider that is mutated. */
export interface Subject {
  readonly name: ProviderName;
  readonly shows: Shows;
  /** Starts it, unchanged, on a contract. It takes any credentials, unless it is told those that it knows. */
  readonly start: (
    document: JsonObject,
    known?: { readonly token: string; readonly secret: string },
  ) => Promise<{ readonly forward: Forward; readonly close: () => Promise<void> }>;
}

export const subjects: Readonly<Record<ProviderName, Subject>> = {
  prism: {
    name: "prism",
    shows: everything,
    async start(document, known) {
      // Prism takes a second to load, which a run on the other provider alone need not wait for.
      const { startMock } = await import("../provider/mock.js");
      const mock = await startMock(document, 0, known?.token, known?.secret);
      const link = openLink(mock.url);
      return {
        forward: link.forward,
        close: async () => {
          link.close();
          await mock.close();
        },
      };
    },
  },
  plain: {
    name: "plain",
    shows: ofItsOwnAccord,
    async start(document, known) {
      const handle = createPlainHandler({ document, operations: readOperations(document) }, known);
      return {
        async forward({ method, url, headers, body = "" }) {
          const { pathname, search } = new URL(url);
          const { response } = await handle({ method, target: pathname + search, headers, body });
          return { status: response.status, headers: response.headers, text: response.body };
        },
        close: () => Promise.resolve(),
      };
    },
  },
};
