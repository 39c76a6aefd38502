import type { Case } from "../cases/case.js";
import { bodyOf } from "../cases/requests.js";
import type { Contract } from "../model/contract.js";
import { canonical, isObject, type Json } from "../model/json.js";
import type { Node } from "../model/node.js";
import type { Operation } from "../model/operation.js";
import { toPointer } from "../model/pointer.js";
import { patternOf } from "../model/regexp.js";
import { numeric, view } from "../schema/view.js";

/** What the cases of a contract show of its promises, by operation: read off their requests and examples. */
export function coveredBy(contract: Contract, cases: readonly Case[]): Map<string, Set<string>> {
  const shown = new Map<string, Set<string>>(contract.operations.map(({ id }) => [id, new Set()]));
  for (const { check, operation, plan, covers } of cases) {
    const keys = shown.get(operation.id);
    if (!keys) continue;
    for (const key of covers) keys.add(key);
    if (check === "accepts-valid-request") {
      const media = bodyOf(operation);
      if (media?.schema && plan.body && "json" in plan.body) walk(contract, media.schema, plan.body.json, keys);
      parameters(contract, operation, plan.params ?? {}, keys);
    }
  }
  for (const operation of contract.operations)
    responseFields(contract, operation, shown.get(operation.id) ?? new Set());
  return shown;
}

function parameters(
  contract: Contract,
  operation: Operation,
  params: NonNullable<Case["plan"]["params"]>,
  keys: Set<string>,
): void {
  for (const { name, in: place, schema, node } of operation.parameters) {
    const value = place === "cookie" ? undefined : params[place]?.[name];
    keys.add(`${value === undefined ? "left out" : "sent"} ${toPointer(node.at)}`);
    if (value !== undefined && schema) walk(contract, schema, value, keys);
  }
}

function responseFields(contract: Contract, operation: Operation, keys: Set<string>): void {
  for (const { content } of operation.responses) {
    for (const { schema, examples } of content) {
      const seen = new Set<string>();
      if (schema) for (const { value } of examples) walk(contract, schema, value, seen);
      for (const key of seen) if (key.startsWith("sent ")) keys.add(`response ${key.slice("sent ".length)}`);
    }
  }
}

/** Notes what a value covers of a schema: which fields are there and which not, which values and edges it has. */
function walk(contract: Contract, node: Node, value: Json, keys: Set<string>): void {
  const { keywords, properties, patterns, additional, prefix, items, branches } = view(node);
  if (branches.length > 0) {
    for (const branch of branches) if (accepts(contract, branch, value)) walk(contract, branch, value, keys);
    return;
  }
  keys.add(`value ${toPointer(node.at)} ${canonical(value)}`);
  const edge = (rule: string, size: number) => {
    if (numeric(keywords, rule) === size) keys.add(`edge ${toPointer([...node.at, rule])}`);
  };
  if (typeof value === "string") for (const rule of ["minLength", "maxLength"]) edge(rule, [...value].length);
  if (typeof value === "number") for (const rule of ["minimum", "maximum"]) edge(rule, value);
  if (Array.isArray(value)) {
    for (const rule of ["minItems", "maxItems"]) edge(rule, value.length);
    for (const [index, item] of value.entries()) {
      const schema = prefix[index] ?? items;
      if (schema) walk(contract, schema, item, keys);
    }
  }
  if (!isObject(value)) return;
  for (const [name, field] of properties) {
    const inner = value[name];
    keys.add(`${inner === undefined ? "left out" : "sent"} ${toPointer(field.at)}`);
    if (inner !== undefined) walk(contract, field, inner, keys);
  }
  const named = new Set(properties.map(([name]) => name));
  for (const [name, inner] of Object.entries(value)) {
    if (named.has(name)) continue;
    const matching = patterns.flatMap(([pattern, schema]) => (patternOf(pattern)?.test(name) ? [schema] : []));
    const unlisted = matching.length === 0 && typeof additional === "object" ? [additional] : [];
    for (const schema of [...matching, ...unlisted]) walk(contract, schema, inner, keys);
  }
}

function accepts({ validator }: Contract, node: Node, value: Json): boolean {
  return validator.isValid(node, [], value);
}
