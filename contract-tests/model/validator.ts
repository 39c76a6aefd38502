import type { ErrorObject } from "ajv/dist/2020.js";
import { type Judge, judgeAt } from "./ajv.js";
import { directional, directionOf } from "./direction.js";
import { entangled } from "./entangled.js";
import { Undecided } from "./errors.js";
import type { Json } from "./json.js";
import { composing } from "./layout.js";
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
 * Values by the schemas of a document, independently of the provider and of its mock. A schema's direction decides what
 * `readOnly` and `writeOnly` mean: a request must not hold a `readOnly` field, and nothing that the other direction alone
 * has is required. If there is no schema, any value will do.
 */
function judgeOf(schema: Node | undefined): Judge {
  return schema ? judgeAt(directional(schema.document, directionOf(schema)), schema.pointer) : () => [];
}

/** Whether a schema allows a value, for certain. */
export function allows(schema: Node | undefined, value: Json): boolean {
  return verdict(schema, value) === true;
}

/** Whether a schema forbids a value, for certain. */
export function forbids(schema: Node | undefined, value: Json): boolean {
  return verdict(schema, value) === false;
}

function verdict(schema: Node | undefined, value: Json): boolean | undefined {
  try {
    return judgeOf(schema)(value).length === 0;
  } catch (error) {
    if (error instanceof Undecided) {
      return undefined;
    }
    throw error;
  }
}

/** Why a schema cannot be used at all; undefined if it can. */
export function problemOf(schema: Node): string | undefined {
  try {
    judgeOf(schema);
    return entangled(schema.document, schema.value);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The errors of a value by a schema; none if it is valid. Throws {@link Undecided} if a limit prevents a decision. */
export function errorsOf(schema: Node | undefined, value: Json): ValidationError[] {
  const found = judgeOf(schema)(value);
  if (found.length === 0 || !schema) {
    return [];
  }
  const side = directional(schema.document, directionOf(schema));
  const there = { ...schema, document: side, value: lookUp(side, fromPointer(schema.pointer)) ?? schema.value };
  return found.map((error) => ({
    where: error.instancePath,
    message: `${error.message ?? "is not allowed"}${detail(error)}`,
    ...fieldOf(error),
    at: [...(locate(there, error.parentSchema, fromPointer(error.instancePath)) ?? schema).at, error.keyword],
  }));
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
  const [token = "", ...rest] = instance;
  const inner = [child(node, "properties", token), child(node, "items"), child(node, "additionalProperties")];
  const ways: [nodes: readonly (Node | undefined)[], instance: readonly string[]][] = [
    [composing.flatMap((keyword) => items(child(node, keyword))), instance],
    [instance.length > 0 ? inner : [], rest],
  ];
  for (const [nodes, below] of ways) {
    for (const one of nodes) {
      const found = one && locate(one, schema, below);
      if (found) {
        return found;
      }
    }
  }
  return undefined;
}
