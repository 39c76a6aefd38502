import type { JsonObject } from "../model/json.js";
import { readOperations } from "../model/operation.js";
import { madeUpCredential } from "../provider/credentials.js";
import { createPlainHandler } from "../provider/plain-provider.js";
import { madeUpProjectId } from "../provider/target.js";
import { openLink } from "./mock-link.js";
import type { ProviderName } from "./mutant.js";
import { everything, ofItsOwnAccord, type Shows } from "./shows.js";
import type { Forward } from "./wire.js";

/** A provider that is mutated. */
export interface Subject {
  readonly name: ProviderName;
  readonly shows: Shows;
  /** Starts it, unchanged, on a contract. */
  readonly start: (document: JsonObject) => Promise<{ readonly forward: Forward; readonly close: () => Promise<void> }>;
}

export const subjects: Readonly<Record<ProviderName, Subject>> = {
  prism: {
    name: "prism",
    shows: everything,
    async start(document) {
      // Prism takes a second to load, which a run on the other provider alone need not wait for.
      const { startMock } = await import("../provider/mock.js");
      const mock = await startMock(document, 0, madeUpProjectId, madeUpCredential);
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
    async start(document) {
      const handle = createPlainHandler(
        { document, operations: readOperations(document) },
        { token: madeUpProjectId, secret: madeUpCredential },
      );
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
