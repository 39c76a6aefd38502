import { isObject, isStrings, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { asSchema2020 } from "../../contract-tests/model/json-schema.js";
import { patternOf } from "../../contract-tests/model/regexp.js";
import { unreadable } from "../../contract-tests/schema/schema.js";

const types = ["array", "boolean", "integer", "null", "number", "object", "string"];

/** Whether a keyword's value is one that it can have, and what is said of another one. */
const forms: Readonly<Record<string, readonly [is: (value: Json) => boolean, reason: (shown: string) => string]>> = {
  pattern: [
    (value) => typeof value === "string" && patternOf(value) !== undefined,
    (shown) => `the pattern ${shown} is unreadable`,
  ],
  type: [
    (value) => (isStrings(value) ? value : [value]).every((one) => typeof one === "string" && types.includes(one)),
    (shown) => `${shown} is not a type`,
  ],
  required: [isStrings, () => "`required` is not a list of names"],
  properties: [isObject, () => "`properties` is not a map"],
  enum: [(value) => Array.isArray(value) && value.length > 0, () => "`enum` is not a list of values"],
};

/**
 * A schema of OpenAPI 3.1 as JSON Schema 2020-12 has it: what is not a schema keyword as written (a pattern no engine
 * reads, a `required: true`) is taken out and marked, so that one slip leaves one field undecided and not the whole body.
 */
export function readable(schema: JsonObject): JsonObject {
  const result = { ...asSchema2020(schema) };
  const reasons: string[] = isStrings(result[unreadable]) ? [...result[unreadable]] : [];
  for (const [keyword, [is, reason]] of Object.entries(forms)) {
    const { [keyword]: value } = result;
    if (value !== undefined && !is(value)) {
      delete result[keyword];
      reasons.push(reason(JSON.stringify(value)));
    }
  }
  const contradiction = contradictionIn(result);
  return {
    ...result,
    ...(contradiction !== undefined && { "x-contradiction": contradiction }),
    ...(reasons.length > 0 && { [unreadable]: reasons }),
  };
}

/** A keyword that can never apply for the type beside it: it is not clear which of the two is meant. */
function contradictionIn({ type, properties, items }: JsonObject): string | undefined {
  const named = typeof type === "string" ? [type] : type;
  const isAgainst = (inner: Json | undefined, other: string) =>
    Array.isArray(named) && isObject(inner) && !named.includes(other);
  const keyword = isAgainst(properties, "object") ? "properties" : isAgainst(items, "array") && "items";
  return keyword ? `\`${keyword}\` beside the type ${JSON.stringify(type)}` : undefined;
}
