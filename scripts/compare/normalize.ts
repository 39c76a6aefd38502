import { isObject, isStrings, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { asSchema2020 } from "../../contract-tests/model/readable.js";
import { patternOf } from "../../contract-tests/model/regexp.js";
import { unreadable } from "../../contract-tests/schema/schema.js";

const types = ["array", "boolean", "integer", "null", "number", "object", "string"];

/**
 * A schema of OpenAPI 3.1 as JSON Schema 2020-12 has it: what is not a schema keyword as written (a pattern no engine
 * reads, a `required: true`) is taken out and marked, so that one slip leaves one field undecided and not the whole body.
 */
export function readable(schema: JsonObject): JsonObject {
  const rest = asSchema2020(schema);
  const result = { ...rest };
  const reasons: string[] = isStrings(rest[unreadable]) ? [...rest[unreadable]] : [];
  const drop = (keyword: string, reason: string) => {
    delete result[keyword];
    reasons.push(reason);
  };
  const { pattern, type, required, properties, enum: values } = rest;
  if (pattern !== undefined && !isPattern(pattern)) {
    drop("pattern", `the pattern ${JSON.stringify(pattern)} is unreadable`);
  }
  if (type !== undefined && !isType(type)) {
    drop("type", `${JSON.stringify(type)} is not a type`);
  }
  if (required !== undefined && !isStrings(required)) {
    drop("required", "`required` is not a list of names");
  }
  if (properties !== undefined && !isObject(properties)) {
    drop("properties", "`properties` is not a map");
  }
  if (values !== undefined && (!Array.isArray(values) || values.length === 0)) {
    drop("enum", "`enum` is not a list of values");
  }
  const [contradiction] = contradictions(result);
  if (contradiction !== undefined) {
    result["x-contradiction"] = contradiction;
  }
  return reasons.length > 0 ? { ...result, [unreadable]: reasons } : result;
}

/** Keywords that can never apply for the type beside them: it is not clear which of the two is meant. */
function contradictions({ type, properties, items }: JsonObject): string[] {
  const named = typeof type === "string" ? [type] : type;
  if (!Array.isArray(named)) {
    return [];
  }
  const typed = JSON.stringify(type);
  return [
    ...(isObject(properties) && !named.includes("object") ? [`\`properties\` beside the type ${typed}`] : []),
    ...(isObject(items) && !named.includes("array") ? [`\`items\` beside the type ${typed}`] : []),
  ];
}

function isPattern(pattern: Json): boolean {
  return typeof pattern === "string" && patternOf(pattern) !== undefined;
}

function isType(type: Json): boolean {
  return (isStrings(type) ? type : [type]).every((one) => typeof one === "string" && types.includes(one));
}
