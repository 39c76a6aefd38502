import type { ContractTable, JsonType, OperationEntry, ParameterEntry, SuccessBody } from "../../src/table.js";
import { isStrings, type JsonObject } from "./json.js";
import { isPlainJson } from "./media-type.js";
import { child, entries, items, type Node, objectAt, partsOf, rootNode } from "./node.js";
import { isSuccess, type MediaType, type Operation, type Parameter, type Response } from "./operation.js";
import { parameterStyle } from "./parameter-style.js";
import { stepInto } from "./pointer.js";
import { patternOf } from "./regexp.js";

/** The part of a contract that the client needs at run time, for operations that it can carry. */
export function tableOf(document: JsonObject, operations: readonly Operation[]): ContractTable {
  return {
    servers: servers(document),
    ...errorsIn(operations),
    operations: Object.fromEntries(operations.map((operation) => [operation.id, entry(operation)])),
  };
}

function entry(operation: Operation): OperationEntry {
  return {
    method: operation.method,
    path: operation.path,
    secured: operation.security.credentials.some(({ kind }) => kind === "bearer"),
    body: operation.body !== undefined,
    ...contentType(operation),
    ...writtenOtherwise(operation),
    ...(operation.accept !== undefined && { accept: operation.accept }),
    success: Object.fromEntries(
      operation.responses
        .filter((response) => isSuccess(response.status))
        .map((response) => [response.status, operation.method === "head" ? null : successBody(response)]),
    ),
  };
}

function contentType({ body }: Operation): Pick<OperationEntry, "contentType"> {
  const [media] = body?.content ?? [];
  return media && !isPlainJson(media.mediaType) ? { contentType: media.mediaType } : {};
}

/** The parameters that openapi-fetch by itself would write in another style than the contract's. */
function writtenOtherwise({ parameters }: Operation): Pick<OperationEntry, "parameters"> {
  const entries = parameters.flatMap((parameter) => styleEntry(parameter) ?? []);
  return entries.length > 0 ? { parameters: entries } : {};
}

function styleEntry({ in: place, name, node, schema }: Parameter): ParameterEntry | undefined {
  if (place === "cookie") {
    return undefined;
  }
  const { json, deep, apart, prefix, separator, fields, pair } = parameterStyle(node);
  const types = typesOf(schema);
  const isObject = types.includes("object");
  const isText = !isObject && !types.includes("array");
  if (json) {
    return { in: place, name, style: "json" };
  }
  if (deep || (isText && prefix === "")) {
    return undefined;
  }
  if (apart) {
    return isObject ? { in: place, name, style: "apart" } : undefined;
  }
  // Lists and objects in a path are written well unless the contract says otherwise.
  if (place === "path" && prefix === "" && pair === ",") {
    return undefined;
  }
  return { in: place, name, style: { list: [prefix, separator], fields: [fields.prefix, fields.separator, pair] } };
}

/**
 * The part of a success body that is checked on arrival: that it is there, its type, and its required fields with
 * theirs.
 */
function successBody({ content: [media] }: Response): SuccessBody {
  if (!media) {
    return null;
  }
  const required = partsOf(media.schema).flatMap((part) =>
    textsAt(part, "required").flatMap((name): [string, readonly JsonType[]][] => {
      const field = child(part, "properties", name);
      // A field that is only ever sent need not come back.
      return objectAt(field).writeOnly === true ? [] : [[name, typesOf(field)]];
    }),
  );
  return { types: typesOf(media.schema), required: Object.fromEntries(required) };
}

/** The texts of a keyword that holds one or a list of them. */
function textsAt(node: Node | undefined, keyword: string): readonly string[] {
  const texts = [objectAt(node)[keyword] ?? []].flat();
  return isStrings(texts) ? texts : [];
}

const jsonTypes: readonly string[] = [
  "array",
  "boolean",
  "integer",
  "null",
  "number",
  "object",
  "string",
] satisfies JsonType[];

/** The types a schema allows at its top; none means any. */
function typesOf(schema: Node | undefined): readonly JsonType[] {
  const parts = partsOf(schema);
  const named = parts
    .map((part) => textsAt(part, "type").filter((one): one is JsonType => jsonTypes.includes(one)))
    .find((types) => types.length > 0);
  if (named) {
    return named;
  }
  const variants = parts.flatMap((part) => [...items(child(part, "anyOf")), ...items(child(part, "oneOf"))]);
  const branches = variants.map((variant) => typesOf(variant));
  return branches.every((types) => types.length > 0) ? [...new Set(branches.flat())] : [];
}

function servers(document: JsonObject): ContractTable["servers"] {
  const urls = items(child(rootNode(document), "servers")).flatMap((server) => {
    const { url } = objectAt(server);
    return typeof url === "string" ? [url] : [];
  });
  const regional = urls.find((url) => url.includes("{region}"));
  return { default: urls.find((url) => !url.includes("{")) ?? "", ...(regional !== undefined && { regional }) };
}

/** The names of an error body's fields by their parts. */
interface ErrorParts {
  readonly code: string;
  readonly description?: string;
  readonly details?: string;
}

/** The error body's fields by their `x-error-part`, from the first error response that marks its code. */
export function errorParts(operations: readonly Operation[]): ErrorParts | undefined {
  return errorMedia(operations)
    .map(({ schema }): Partial<ErrorParts> => {
      const marked = entries(child(schema, "properties")).map(([name, property]) => [
        objectAt(property)["x-error-part"],
        name,
      ]);
      return Object.fromEntries(marked.filter(([part]) => typeof part === "string"));
    })
    .find((parts): parts is ErrorParts => parts.code !== undefined);
}

/** How the client reads an error: the field of its code, the pattern of codes, and those that the examples explain. */
function errorsIn(operations: readonly Operation[]): Pick<ContractTable, "errorBody" | "errors"> {
  const { code, description } = errorParts(operations) ?? {};
  if (code === undefined) {
    return {};
  }
  const shown = errorMedia(operations).flatMap(({ examples }) =>
    examples.flatMap(({ value }) => {
      const [told, meaning] = [code, description].map((name) => (name === undefined ? name : stepInto(value, name)));
      return typeof told === "string" ? [{ told, meaning }] : [];
    }),
  );
  const codePattern = patternOfCodes(
    errorMedia(operations).map(({ schema }) => child(schema, "properties", code)),
    [...knownErrorCodes(operations), ...shown.map(({ told }) => told)],
  );
  // The first of them counts.
  const explained = shown.flatMap(({ told, meaning }) => (typeof meaning === "string" ? [[told, meaning]] : []));
  const errors = explained.reverse().sort(([one = ""], [other = ""]) => (one < other ? -1 : Number(one > other)));
  return {
    errorBody: { code, ...(codePattern !== "" && { codePattern }) },
    ...(errors.length > 0 && { errors: Object.fromEntries(errors) }),
  };
}

function errorMedia(operations: readonly Operation[]): MediaType[] {
  return operations
    .flatMap((operation) => operation.responses)
    .filter((response) => !isSuccess(response.status))
    .flatMap((response) => response.content);
}

/** The error codes that the contract gives as examples of its code field, each once. */
export function knownErrorCodes(operations: readonly Operation[]): string[] {
  const { code } = errorParts(operations) ?? {};
  const codes = errorMedia(operations).flatMap(({ schema }) => {
    const field = code === undefined ? undefined : child(schema, "properties", code);
    const listed = textsAt(field, "enum");
    return listed.length > 0 ? listed : textsAt(field, "examples");
  });
  return [...new Set(codes)].sort();
}

/** The pattern that every code matches as a whole: those of its schemas, and the codes that do not match any of them. */
function patternOfCodes(fields: readonly (Node | undefined)[], codes: readonly string[]): string {
  const patterns = fields.flatMap((field) => textsAt(field, "pattern")).filter((pattern) => patternOf(pattern));
  const others = codes
    .filter((code) => !patterns.some((pattern) => new RegExp(`^(?:${pattern})$`).test(code)))
    .map((code) => code.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return [...new Set([...patterns, ...others.sort()])].join("|");
}
