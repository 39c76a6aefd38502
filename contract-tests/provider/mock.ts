import "./english-only.js";
import { createLogger } from "@stoplight/prism-core";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";
import { createServer } from "@stoplight/prism-http-server";
import { InputError } from "../model/errors.js";
import { isObject, type JsonObject } from "../model/json.js";

export interface Mock {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * A copy, as Prism dereferences what it is given in place; with the default of `explode` written down, as Prism takes a
 * query's lists for lists with commas otherwise.
 */
function spelledOut(document: JsonObject): JsonObject {
  const isQuery = ({ in: place, schema, style }: JsonObject) =>
    place === "query" && schema !== undefined && (style === undefined || style === "form");
  return JSON.parse(JSON.stringify(document), (_key, value: unknown) =>
    isObject(value) && isQuery(value) ? { explode: true, ...value } : value,
  );
}

/** A Prism mock of a bundled contract, in this process, on 127.0.0.1. Port 0 takes any free one. */
export async function startMock(document: JsonObject, port = 0): Promise<Mock> {
  const operations = await getHttpOperationsFromSpec(spelledOut(document));
  const server = createServer(operations, {
    cors: false,
    config: {
      isProxy: false,
      mock: { dynamic: false },
      checkSecurity: true,
      validateRequest: true,
      validateResponse: false,
      errors: false,
      upstreamProxy: undefined,
    },
    components: { logger: createLogger("mock", { level: "silent" }) },
  });
  const url = await server.listen(port, "127.0.0.1").catch((reason: unknown) => {
    const why = String(reason).includes("EADDRINUSE")
      ? "it is in use: stop what listens there, or choose another one with --port"
      : String(reason);
    throw new InputError(`The mock cannot listen on 127.0.0.1 port ${port}: ${why}.`);
  });
  return { url, close: () => server.close() };
}
