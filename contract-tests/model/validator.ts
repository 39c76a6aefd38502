import type { ErrorObject } from "ajv/dist/2020.js";
import type { Judge } from "./ajv.js";
import { directional, directionOf } from "./direction.js";
import { entangled } from "./entangled.js";
import { Undecided } from "./errors.js";
import type { Json, JsonObject } from "./json.js";
import { judgeAt } from "./judge.js";
import { child, items, type Node } from "./node.js";
import { fromPointer, lookUp } from "./pointer.js";

/** An error of a value by a schema. */
export interface ValidationError {
  /** Where in the value, as a JSON Pointer; empty for the value itself. */
  readonly where: string;
  readonly message: string;
  /** The field that is missing or must not be there, if that is the error. */
  readonly field?: string;
  /** The keyword broken, as a schema path like {@link Node.at}. */
  readonly at: readonly string[];
}

/**
 * Validates values against the schemas of one document, independently of the provider and of its mock. A node's
 * direction decides what `readOnly` and `writeOnly` mean: a request must not hold a `readOnly` field, and nothing that
 * the other direction alone has is required.
 */
export interface Validator {
  /**
   * The errors of a value by the schema under `tokens` of `parent`; empty if it is valid. Throws {@link Undecided} if a
   * limit prevents a decision.
   */
  readonly errors: (parent: Node, tokens: readonly string[], value: Json) => ValidationError[];
  /** Whether it is valid, for certain. */
  readonly isValid: (parent: Node, tokens: readonly string[], value: Json) => boolean;
  /** Whether it refuses it, for certain. */
  readonly isInvalid: (parent: Node, tokens: readonly string[], value: Json) => boolean;
  /** Why the schema cannot be used at all; undefined if it can. */
  readonly problem: (parent: Node, tokens: readonly string[]) => string | undefined;
}

/** The validator of a document, made once. */
export function validatorOf(document: JsonObject): Validator {
  const known = validators.get(document) ?? createValidator(document);
  validators.set(document, known);
  return known;
}

/** Making one, and compiling its schemas, takes time. */
const validators = new WeakMap<JsonObject, Validator>();

function createValidator(document: JsonObject): Validator {
  const judge = (parent: Node, tokens: readonly string[]): Judge => {
    const schema = child(parent, ...tokens);
    // If there is no schema, any value will do.
    return schema === undefined ? () => [] : judgeAt(directional(document, directionOf(parent)), schema.pointer);
  };

  const verdict = (parent: Node, tokens: readonly string[], value: Json): boolean | undefined => {
    try {
      return judge(parent, tokens)(value).length === 0;
    } catch (error) {
      if (error instanceof Undecided) {
        return undefined;
      }
      throw error;
    }
  };

  return {
    isValid: (...asked) => verdict(...asked) === true,
    isInvalid: (...asked) => verdict(...asked) === false,
    problem: (parent, tokens) => {
      try {
        judge(parent, tokens);
        return entangled(document, child(parent, ...tokens)?.value ?? true);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    errors: (parent, tokens, value) => {
      const found = judge(parent, tokens)(value);
      if (found.length === 0) {
        return [];
      }
      const schema = child(parent, ...tokens) ?? parent;
      const side = directional(document, directionOf(parent));
      const there: Node = {
        ...schema,
        document: side,
        value: lookUp(side, fromPointer(schema.pointer)) ?? schema.value,
      };
      return found.map((error) => ({
        where: error.instancePath,
        message: `${error.message ?? "is not allowed"}${detail(error)}`,
        ...fieldOf(error),
        at: [...(locate(there, error.parentSchema, fromPointer(error.instancePath)) ?? schema).at, error.keyword],
      }));
    },
  };
}

function detail(error: ErrorObject): string {
  if (error.keyword === "additionalProperties") {
    return `: ${JSON.stringify(error.params.additionalProperty)}`;
  }
  if (error.keyword === "enum") {
    return `: ${JSON.stringify(error.params.allowedValues)}`;
  }
  return "";
}

function fieldOf({ params }: ErrorObject): { field?: string } {
  const field: unknown = params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty;
  return typeof field === "string" ? { field } : {};
}

/**
 * The place of a broken schema below the one that was judged: Ajv gives the schema, which can be shared by several
 * places, and the place in the value, which tells them apart.
 */
function locate(node: Node, schema: unknown, instance: readonly string[]): Node | undefined {
  if (node.value === schema && instance.length === 0) {
    return node;
  }
  const [token, ...rest] = instance;
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    for (const part of items(child(node, keyword))) {
      const found = locate(part, schema, instance);
      if (found) {
        return found;
      }
    }
  }
  if (token === undefined) {
    return undefined;
  }
  for (const inner of [child(node, "properties", token), child(node, "items"), child(node, "additionalProperties")]) {
    const found = inner && locate(inner, schema, rest);
    if (found) {
      return found;
    }
  }
  return undefined;
}
