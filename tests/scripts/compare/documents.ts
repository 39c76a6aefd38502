import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import type { Difference } from "../../../scripts/compare/difference.js";
import { lineOf } from "../../../scripts/compare/words.js";

/** A document of one operation, as small as it can be. */
export function documentOf(options: {
  readonly request?: Json;
  readonly response?: Json;
  readonly openapi?: string;
  readonly schemas?: JsonObject;
}): JsonObject {
  const content = (schema: Json) => ({ content: { "application/json": { schema } } });
  return {
    openapi: options.openapi ?? "3.1.0",
    info: { title: "One operation", version: "1" },
    paths: {
      "/v1/auth/thing": {
        post: {
          operationId: "doThing",
          ...(options.request !== undefined && { requestBody: { required: true, ...content(options.request) } }),
          responses: { "200": { description: "OK", ...(options.response !== undefined && content(options.response)) } },
        },
      },
    },
    ...(options.schemas && { components: { schemas: options.schemas } }),
  };
}

/** A difference in a line, such as `breaking request body: loginId: is required now`. */
export function line(one: Difference): string {
  return `${one.verdict} ${lineOf(one)}`;
}
