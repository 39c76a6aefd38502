import { readFileSync } from "node:fs";
import { stringify } from "yaml";
import type { Contract } from "../model/contract.js";
import { InputError } from "../model/errors.js";
import { oneLine } from "../model/harmless-text.js";
import { isObject, type Json, type JsonObject } from "../model/json.js";
import { objectAt } from "../model/node.js";
import type { Operation } from "../model/operation.js";
import { parseText } from "../model/parse.js";
import { fromHere } from "../model/text.js";
import { errorsOf } from "../model/validator.js";
import { type Field, markedFields } from "../provider/marks.js";
import { fits, type Knowledge, names, type Values } from "./knowledge.js";
import { exampleRequests, validRequests } from "./requests.js";

/** Reads a file of values. Throws {@link InputError}, which shows no value of it. */
export function readValues(file: string): Omit<Knowledge, "refreshJwt"> & { readonly refreshJwt?: string } {
  const shown = `--values ${fromHere(file)}`;
  const read = parseText(textOf(file, shown), shown) ?? {};
  if (!isObject(read)) {
    throw new InputError(`${shown} is not a list of fields, each with the values that the provider knows.`);
  }
  const { operations = {}, refreshJwt, ...fields } = read;
  if (refreshJwt !== undefined && refreshJwt !== null && typeof refreshJwt !== "string") {
    throw new InputError(`${shown}: refreshJwt is one text.`);
  }
  return {
    values: listsOf(fields, shown),
    operations: Object.fromEntries(
      Object.entries(asObject(operations, `${shown}: operations`)).map(([id, own]) => {
        const place = `${shown}: operations.${id}`;
        return [id, listsOf(asObject(own, place), place)];
      }),
    ),
    ...(refreshJwt && { refreshJwt }),
  };
}

function textOf(file: string, shown: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new InputError(`${shown} cannot be read: --init-values writes a file to fill in.`);
  }
}

function asObject(value: Json, shown: string): JsonObject {
  if (!isObject(value)) {
    throw new InputError(`${shown} names fields, each with a list of values.`);
  }
  return value;
}

function listsOf(fields: JsonObject, shown: string): Values {
  return Object.fromEntries(
    Object.entries(fields).map(([key, values]) => {
      if (!Array.isArray(values)) {
        throw new InputError(`${shown}: ${key} takes a list, such as [first, second].`);
      }
      return [key, values];
    }),
  );
}

/** Throws {@link InputError} for a field that no request has, and for a value that breaks its schema. */
export function mustFit(contract: Contract, { values, operations }: Knowledge, file: string): void {
  const shown = `--values ${fromHere(file)}`;
  for (const [id, own] of Object.entries(operations)) {
    const operation = contract.operations.find((one) => one.id === id);
    if (!operation) {
      throw new InputError(`${shown}: operations.${id} is not in the contract.`);
    }
    mustFitAll([operation], own, `${shown}: operations.${id}.`);
  }
  mustFitAll(contract.operations, values, `${shown}: `);
}

function mustFitAll(operations: readonly Operation[], values: Values, shown: string): void {
  const all = operations.map((operation) => ({ id: operation.id, fields: fieldsOf(operation) }));
  for (const [key, list] of Object.entries(values)) {
    const found = all
      .map(({ id, fields }) => ({ id, fields: fields.filter(({ path }) => names(key, path)) }))
      .filter(({ fields }) => fields.length > 0);
    if (found.length === 0) {
      throw new InputError(`${shown}${key} is in no request of ${operations.length === 1 ? "it" : "the contract"}.`);
    }
    for (const [index, value] of list.entries()) {
      const broken = found.find(({ fields }) => !fields.some((field) => fits(field, value)));
      if (broken) {
        throw new InputError(
          `${shown}${key} breaks its schema in ${broken.id}: value ${index + 1} ${whyNot(broken.fields, value)}.`,
        );
      }
    }
  }
}

function whyNot(fields: readonly Field[], value: Json): string {
  const [error] = fields.flatMap(({ nodes }) => nodes.flatMap((node) => errorsOf(node, value)));
  const hint = typeof value === "number" ? ": text that looks like a number goes in quotes" : "";
  return `${error?.message ?? "is refused"}${hint}`;
}

/** Every field and parameter that the suite sends in valid requests of an operation. */
function fieldsOf(operation: Operation): Field[] {
  const requests = [...exampleRequests(operation), ...validRequests(operation)];
  const found = requests.flatMap((request) => markedFields(operation, request.plan));
  const key = ({ path, nodes }: Field) => JSON.stringify([path, nodes.map(({ pointer }) => pointer)]);
  // A flag that is off needs nothing: the last one of a field counts.
  found.sort((a, b) => Number(a.needsRefreshJwt) - Number(b.needsRefreshJwt));
  return [...new Map(found.map((field) => [key(field), field])).values()];
}

/** A file of values to fill in, in YAML: each field that the provider has to know, and who is registered. */
export function emptyValues(contract: Contract): string {
  const all = contract.operations.map((operation) => ({ operation, fields: fieldsOf(operation) }));
  const fields = all.flatMap((one) => one.fields);
  const known = fields.filter(({ isKnown }) => isKnown);
  const nameOf = ({ path }: Field) => path.replace(/^.*\.(?!\[\])/, "");
  // A name is enough unless it is that of a field, too, that no mark is on.
  const isEnough = (name: string) => fields.every((field) => nameOf(field) !== name || field.isKnown);
  const keys = new Map(known.map((field) => [isEnough(nameOf(field)) ? nameOf(field) : field.path, field]));
  const people = all.flatMap(({ operation, fields: own }) => {
    const registered = own.filter(({ attribution, isRequired }) => attribution === "identity" && isRequired);
    return operation.createsPerson === false && registered.length > 0
      ? [`  ${inYaml(operation.id)}:`, ...registered.map(({ path }) => `    ${inYaml(path)}: []`)]
      : [];
  });
  return [
    "# What the provider knows: one of these values is sent in place of a made-up one. An empty list says nothing.",
    "# A key is a field's name or its dotted path; under operations it holds for one operation alone.",
    ...[...keys].flatMap(([key, field]) => [...about(field), `${inYaml(key)}: []`]),
    ...(fields.some(({ needsRefreshJwt }) => needsRefreshJwt)
      ? ["# That of a user who is signed in. It is a secret: DESCOPE_TEST_REFRESH_JWT names it, too.", 'refreshJwt: ""']
      : []),
    ...(people.length > 0 ? ["# Who is registered.", "operations:", ...people] : []),
    "",
  ].join("\n");
}

const inYaml = (name: string) => stringify(name).trim();

/** The contract's description of a field first, as a comment. */
function about({ nodes: [node] }: Field): string[] {
  const { description } = objectAt(node);
  return typeof description === "string"
    ? [`# ${oneLine(/^.*?\.(?=\s|$)|.*/s.exec(description)?.[0] ?? "", 160)}`]
    : [];
}
