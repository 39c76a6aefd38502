import type { ContractTable, JsonType, OperationEntry, ParameterEntry, SuccessBody } from "../../src/table.js";
import { carried, mustBeCarried } from "./carry.js";
import { isStrings, type JsonObject } from "./json.js";
import { visit } from "./layout.js";
import { isPlainJson } from "./media-type.js";
import { child, entries, items, type Node, objectAt, rootNode } from "./node.js";
import { isSuccess, type Operation, type Parameter, type Response, readOperations } from "./operation.js";
import { parameterStyle } from "./parameter-style.js";

/**
 * What the client needs of a contract at run time. Throws {@link ContractError}, naming all of them, where there are
 * operations that the client cannot carry.
 */
export function contractTable(document: JsonObject): ContractTable {
  const { carried: operations, leftOut } = carried(readOperations(document));
  mustBeCarried(leftOut);
  return tableOf(document, operations);
}

/** The same for operations that the client can carry. */
export function tableOf(document: JsonObject, operations: readonly Operation[]): ContractTable {
  const errorBody = errorParts(operations);
  const secretFields = namesOfSecrets(document);
  return {
    servers: servers(document),
    ...(errorBody && { errorBody }),
    ...(secretFields.length > 0 && { secretFields }),
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
  // Lists and objects in a path are written well where nothing says otherwise.
  if (place === "path" && prefix === "" && pair === ",") {
    return undefined;
  }
  return { in: place, name, style: { list: [prefix, separator], fields: [fields.prefix, fields.separator, pair] } };
}

/** What of a success body is checked on arrival: that it is there, its type, and its required fields with theirs. */
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
    // What is only ever sent need not come back.
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

/** The names of the fields whose schema, followed through a `$ref`, is marked `x-secret`; wherever they are, each once. */
function namesOfSecrets(document: JsonObject): string[] {
  const found = new Set<string>();
  visit(document, (_, tokens) => {
    const [parent, name] = tokens.slice(-2);
    if (parent === "properties" && name !== undefined && isSecret(child(rootNode(document), ...tokens))) {
      found.add(name);
    }
  });
  return [...found].sort();
}

function isSecret(schema: Node | undefined): boolean {
  return objectAt(schema)["x-secret"] === true;
}

/** The error body's fields by their `x-error-part`, from the first error response that marks any. */
function errorParts(operations: readonly Operation[]): ContractTable["errorBody"] {
  for (const { schema } of errorSchemas(operations)) {
    const parts: Record<string, string> = {};
    for (const [name, property] of entries(child(schema, "properties"))) {
      const part = objectAt(property)["x-error-part"];
      if (typeof part === "string") {
        parts[part] = name;
      }
    }
    const { code, description, details } = parts;
    if (code === undefined) {
      continue;
    }
    const codePattern = patternOfCodes(child(schema, "properties", code));
    return {
      code,
      ...(description !== undefined && { description }),
      ...(details !== undefined && { details }),
      ...(codePattern !== undefined && { codePattern }),
    };
  }
  return undefined;
}

function errorSchemas(operations: readonly Operation[]): { schema: Node }[] {
  return operations
    .flatMap((operation) => operation.responses)
    .filter((response) => !isSuccess(response.status))
    .flatMap((response) => response.content)
    .flatMap(({ schema }) => (schema ? [{ schema }] : []));
}

/** The error codes that the contract gives as examples of its code field, each once. */
export function knownErrorCodes(document: JsonObject): string[] {
  const operations = readOperations(document);
  const field = errorParts(operations)?.code;
  if (field === undefined) {
    return [];
  }
  const codes = errorSchemas(operations).flatMap(({ schema }) => codesOf(child(schema, "properties", field)));
  return [...new Set(codes)].sort();
}

function codesOf(schema: Node | undefined): readonly string[] {
  const { examples, enum: values } = objectAt(schema);
  if (isStrings(values)) {
    return values;
  }
  return isStrings(examples) ? examples : [];
}

/** What every documented code matches: the schema's own pattern, or else the codes that it lists. */
function patternOfCodes(schema: Node | undefined): string | undefined {
  const { pattern } = objectAt(schema);
  if (typeof pattern === "string" && compiles(pattern)) {
    return pattern;
  }
  const listed = codesOf(schema).map((code) => code.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return listed.length > 0 ? `^(?:${listed.join("|")})$` : undefined;
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern) !== undefined;
  } catch {
    return false;
  }
}
