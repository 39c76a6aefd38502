import type { ContractTable, JsonType, OperationEntry, ParameterEntry, SuccessBody } from "../../src/table.js";
import { isObject, isStrings, type JsonObject } from "./json.js";
import { isPlainJson } from "./media-type.js";
import { child, entries, items, type Node, objectAt, rootNode } from "./node.js";
import { isSuccess, type MediaType, type Operation, type Parameter, type Response } from "./operation.js";
import { parameterStyle } from "./parameter-style.js";

/** The part of a contract that the client needs at run time, for operations that it can carry. */
export function tableOf(document: JsonObject, operations: readonly Operation[]): ContractTable {
  const errorBody = errorBodyOf(operations);
  const errors = explainedCodes(operations);
  return {
    servers: servers(document),
    ...(errorBody && { errorBody }),
    ...(Object.keys(errors).length > 0 && { errors }),
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
  const types = schema ? typesOf(schema) : [];
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
  if (!media.schema) {
    return { types: [], required: {} };
  }
  const { schema } = media;
  const fields = new Map<string, readonly JsonType[]>();
  collect(schema, fields);
  return { types: typesOf(schema), required: Object.fromEntries(fields) };
}

function collect(schema: Node, fields: Map<string, readonly JsonType[]>): void {
  const { required } = objectAt(schema);
  for (const name of isStrings(required) ? required : []) {
    const property = child(schema, "properties", name);
    // A field that is only ever sent need not come back.
    if (objectAt(property).writeOnly === true) {
      continue;
    }
    fields.set(name, property ? typesOf(property) : []);
  }
  for (const part of items(child(schema, "allOf"))) {
    collect(part, fields);
  }
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
function typesOf(schema: Node): readonly JsonType[] {
  const { type } = objectAt(schema);
  const listed = typeof type === "string" ? [type] : type;
  const named = (isStrings(listed) ? listed : []).filter((one): one is JsonType => jsonTypes.includes(one));
  if (named.length > 0) {
    return named;
  }
  for (const part of items(child(schema, "allOf"))) {
    const types = typesOf(part);
    if (types.length > 0) {
      return types;
    }
  }
  const branches = [...items(child(schema, "anyOf")), ...items(child(schema, "oneOf"))].map(typesOf);
  return branches.length > 0 && branches.every((types) => types.length > 0) ? [...new Set(branches.flat())] : [];
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
  return errorSchemas(operations)
    .map((schema): Partial<ErrorParts> => {
      const marked = entries(child(schema, "properties")).map(([name, property]) => [
        objectAt(property)["x-error-part"],
        name,
      ]);
      return Object.fromEntries(marked.filter(([part]) => typeof part === "string"));
    })
    .find((parts): parts is ErrorParts => parts.code !== undefined);
}

function errorBodyOf(operations: readonly Operation[]): ContractTable["errorBody"] {
  const code = errorParts(operations)?.code;
  if (code === undefined) {
    return undefined;
  }
  const codePattern = patternOfCodes(operations, code);
  return { code, ...(codePattern !== undefined && { codePattern }) };
}

/** The meaning of each code that the error examples show beside a description: the first of them counts. */
function explainedCodes(operations: readonly Operation[]): Record<string, string> {
  const { code, description } = errorParts(operations) ?? {};
  const explained = errorExamples(operations).flatMap((body): [string, string][] => {
    const [told, meaning] = [code, description].map((name) => (name === undefined ? undefined : body[name]));
    return typeof told === "string" && typeof meaning === "string" ? [[told, meaning]] : [];
  });
  return Object.fromEntries(explained.reverse().sort(([one], [other]) => (one < other ? -1 : Number(one > other))));
}

function errorExamples(operations: readonly Operation[]): JsonObject[] {
  return errorMedia(operations).flatMap(({ examples }) => examples.map(({ value }) => value).filter(isObject));
}

function errorMedia(operations: readonly Operation[]): MediaType[] {
  return operations
    .flatMap((operation) => operation.responses)
    .filter((response) => !isSuccess(response.status))
    .flatMap((response) => response.content);
}

function errorSchemas(operations: readonly Operation[]): Node[] {
  return errorMedia(operations).flatMap(({ schema }) => schema ?? []);
}

/** The error codes that the contract gives as examples of its code field, each once. */
export function knownErrorCodes(operations: readonly Operation[]): string[] {
  const field = errorParts(operations)?.code;
  if (field === undefined) {
    return [];
  }
  const codes = errorSchemas(operations).flatMap((schema) => codesOf(child(schema, "properties", field)));
  return [...new Set(codes)].sort();
}

function codesOf(schema: Node | undefined): readonly string[] {
  const { examples, enum: values } = objectAt(schema);
  if (isStrings(values)) {
    return values;
  }
  return isStrings(examples) ? examples : [];
}

/**
 * The pattern that every documented code matches as a whole: its schemas' patterns, and the codes shown that do not
 * match any of them.
 */
function patternOfCodes(operations: readonly Operation[], field: string): string | undefined {
  const patterns = errorSchemas(operations).flatMap((schema) => {
    const { pattern } = objectAt(child(schema, "properties", field));
    return typeof pattern === "string" && compiles(pattern) ? [pattern] : [];
  });
  const shown = errorExamples(operations).map((body) => body[field]);
  const others = [...new Set([...knownErrorCodes(operations), ...shown.filter((code) => typeof code === "string")])]
    .filter((code) => !patterns.some((pattern) => new RegExp(`^(?:${pattern})$`).test(code)))
    .map((code) => code.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return [...new Set([...patterns, ...others.sort()])].join("|") || undefined;
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern) !== undefined;
  } catch {
    return false;
  }
}
