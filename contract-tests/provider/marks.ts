import { isObject, type Json } from "../model/json.js";
import { limits } from "../model/limits.js";
import type { Node } from "../model/node.js";
import type { Operation, Parameter } from "../model/operation.js";
import { type View, view } from "../schema/view.js";
import { sitesOf } from "../schema/walk.js";
import { innerValues } from "../schema/walk-value.js";

/** A value inside of a request, and what the contract says of it. */
export interface MarkedValue {
  readonly value: Json;
  /**
   * `identity`: a schema that could hold the value is marked as one that identifies a person. `known`: the contract
   * knows the field or the item, and no mark is there. `unknown`: the contract knows no such field or item.
   */
  readonly attribution: "identity" | "known" | "unknown";
  /** Whether it makes a message go to somebody else than the one who is named. */
  readonly divertsMessage?: true;
}

const mark = "x-identifies-person";
const divertingMark = "x-diverts-message";

/** Every schema that could hold a value: the schemas themselves and their branches at every depth. */
function holders(nodes: readonly Node[]): View[] {
  const found: View[] = [];
  const seen = new Set<unknown>();
  const add = (node: Node) => {
    if (seen.has(node.value) && isObject(node.value)) {
      return;
    }
    seen.add(node.value);
    const schema = view(node);
    found.push(schema);
    for (const branch of schema.branches) {
      add(branch);
    }
  };
  for (const node of nodes) {
    add(node);
  }
  return found;
}

function isMarked(schemas: readonly View[]): boolean {
  return schemas.some(({ keywords, node }) => keywords[mark] === true || (isObject(node.value) && node.value[mark]));
}

/**
 * A value with all that is inside of it, each with what the contract says of it. A mark counts for everything
 * below it. Which variant a provider would take is not guessed: all that could hold a value count.
 */
export function markedValues(nodes: readonly Node[], value: Json, below = false): MarkedValue[] {
  const schemas = holders(nodes);
  const identity = below || isMarked(schemas);
  const unmarked = schemas.length > 0 ? "known" : "unknown";
  const inside = innerValues(schemas, value).flatMap(([inner, one]) => markedValues(inner, one, identity));
  const diverts = value !== false && value !== null && schemas.some(({ keywords }) => keywords[divertingMark] === true);
  const attribution = identity ? "identity" : unmarked;
  return [{ value, attribution, ...(diverts && { divertsMessage: true }) }, ...inside];
}

/** A copy of a value with its identities replaced, wherever a mark says that there is one. */
export function replaceIdentities(nodes: readonly Node[], value: Json, replace: (text: string) => string): Json {
  const walk = (here: readonly Node[], one: Json, below: boolean): Json => {
    const schemas = holders(here);
    const identity = below || isMarked(schemas);
    if (typeof one === "string") {
      return identity ? replace(one) : one;
    }
    const inside = innerValues(schemas, one).map(([inner, held]) => walk(inner, held, identity));
    if (Array.isArray(one)) {
      return inside;
    }
    if (!isObject(one)) {
      return one;
    }
    return Object.fromEntries(Object.keys(one).map((key, index) => [key, inside[index] ?? null]));
  };
  return walk(nodes, value, false);
}

/** The schemas of an operation's body, whatever its media type. */
export function bodySchemas({ body }: Operation): Node[] {
  return (body?.content ?? []).flatMap(({ schema }) => (schema ? [schema] : []));
}

/** Whether a parameter, or anything inside of its values, identifies a person. */
export function isIdentityParameter({ node, schema }: Parameter): boolean {
  if (isObject(node.value) && node.value[mark] === true) {
    return true;
  }
  // Where the walk had to stop before the end, a mark can be further down.
  const sites = schema === undefined ? [] : sitesOf(schema);
  return sites.length >= limits.sites || sites.some(({ view: inside }) => isMarked([inside]));
}
