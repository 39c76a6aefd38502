import type { Contract } from "../model/contract.js";
import { isObject, type Json } from "../model/json.js";
import { entries, items, type Node } from "../model/node.js";

/**
 * People who do not exist, for providers that do. Their addresses are under `example.com`, which delivers to nobody,
 * and their numbers among those kept for fiction.
 */
export interface MadeUpPeople {
  /** A body with each of its people replaced by one made up just now. */
  readonly substitute: (body: Json) => Json;
  /** Whether a text is the address or number of somebody made up here. */
  readonly made: (text: string) => boolean;
}

export function madeUpPeople(identifying: ReadonlySet<string>): MadeUpPeople {
  const known = new Set<string>();
  const remember = (text: string): string => {
    known.add(text);
    return text;
  };
  const run = crypto.randomUUID().slice(0, 8);
  const email = () => remember(`probe-${run}-${known.size}@example.com`);
  const phone = () => remember(`+155555501${String(Math.floor(Math.random() * 100)).padStart(2, "0")}`);
  const replace = (text: string): string => {
    if (/^[^@\s]+@[^@\s]+$/.test(text)) return email();
    return /^\+\d{7,15}$/.test(text) ? phone() : text;
  };
  const substitute = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(substitute);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        typeof inner === "string" && identifying.has(key.toLowerCase()) ? replace(inner) : substitute(inner),
      ]),
    );
  };
  return { substitute, made: (text) => known.has(text) };
}

/** The names, in lower case, of the fields and parameters that identify a person (`x-identifies-person`). */
export function identifyingNames({ operations }: Contract): Set<string> {
  const names = new Set<string>();
  const seen = new Set<string>();
  const visit = (node: Node | undefined): void => {
    if (!node || !isObject(node.value) || seen.has(node.pointer)) return;
    seen.add(node.pointer);
    for (const [key, inner] of entries(node)) {
      if (key === "properties") for (const [name, property] of entries(inner)) note(name, property);
      if (isObject(inner.value)) visit(inner);
      for (const item of items(inner)) visit(item);
    }
  };
  const note = (name: string, node: Node | undefined): void => {
    if (node && isObject(node.value) && node.value["x-identifies-person"] === true) names.add(name.toLowerCase());
  };
  for (const operation of operations) {
    for (const { schema } of operation.body?.content ?? []) visit(schema);
    for (const { name, schema, node } of operation.parameters) {
      note(name, schema);
      note(name, node);
    }
  }
  return names;
}
