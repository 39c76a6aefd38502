import { readSecurity, type Security } from "./credentials.js";
import { isStrings, type Json, type JsonObject } from "./json.js";
import { child, entries, items, type Node, objectAt, rootNode } from "./node.js";

export const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;
export type Method = (typeof methods)[number];

export interface Example {
  readonly name: string;
  readonly value: Json;
  /** The cause that an error example shows (`x-cause`). */
  readonly cause?: string;
  readonly at: readonly string[];
}

export interface MediaType {
  readonly mediaType: string;
  readonly node: Node;
  readonly schema: Node | undefined;
  readonly examples: readonly Example[];
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly node: Node;
  /** That of its value, also if the value is written as JSON (`content`). */
  readonly schema: Node | undefined;
  readonly examples: readonly Example[];
}

export interface Header {
  readonly name: string;
  readonly required: boolean;
  readonly node: Node;
  readonly schema: Node | undefined;
}

export interface Response {
  /** A status like `200`, a range like `4XX`, or `default`. */
  readonly status: string;
  /** The causes of the response (`x-causes`). */
  readonly causes: readonly string[];
  /** Which credentials it refuses (`x-credentials`): `missing`, `malformed`, `unknown`. Default: `missing` alone. */
  readonly credentials: readonly string[];
  readonly headers: readonly Header[];
  /** Empty if the contract documents no body. */
  readonly content: readonly MediaType[];
  readonly node: Node;
}

export interface Operation {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly deprecated: boolean;
  /** Whether a request without credentials has to be refused. */
  readonly secured: boolean;
  readonly security: Security;
  /** `x-creates-person`: undefined if the contract does not say. */
  readonly createsPerson: boolean | undefined;
  readonly parameters: readonly Parameter[];
  readonly body:
    | { readonly required: boolean; readonly content: readonly MediaType[]; readonly node: Node }
    | undefined;
  readonly responses: readonly Response[];
  /** The `Accept` header that asks for JSON, if a success comes in other media types too. */
  readonly accept?: string;
  readonly node: Node;
}

/** Every operation of a bundled document, in document order. */
export function readOperations(document: JsonObject): Operation[] {
  const root = rootNode(document);
  return entries(child(root, "paths")).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const node = child(item, method);
      return node ? [readOperation(root, path, method, item, node)] : [];
    }),
  );
}

function readOperation(root: Node, path: string, method: Method, item: Node, node: Node): Operation {
  const value = objectAt(node);
  const security = readSecurity(root, node);
  const body = child(node, "requestBody");
  return {
    id: typeof value.operationId === "string" ? value.operationId : `${method} ${path}`,
    method,
    path,
    summary: typeof value.summary === "string" ? value.summary : "",
    deprecated: value.deprecated === true,
    secured: security.secured,
    security,
    createsPerson: typeof value["x-creates-person"] === "boolean" ? value["x-creates-person"] : undefined,
    parameters: readParameters(item, node),
    body: body && { required: objectAt(body).required === true, content: readContent(body), node: body },
    responses: entries(child(node, "responses")).map(([status, response]) => readResponse(status, response)),
    node,
  };
}

/** Header parameters of these names are to be ignored: the contract says elsewhere what they hold. */
const describedElsewhere = /^(?:accept|content-type|authorization)$/i;

/** An operation's own parameters go before those of its path. */
function readParameters(item: Node, node: Node): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const one of [...items(child(node, "parameters")), ...items(child(item, "parameters"))]) {
    const value = objectAt(one);
    const place = value.in;
    if (
      typeof value.name !== "string" ||
      (place !== "path" && place !== "query" && place !== "header" && place !== "cookie")
    ) {
      continue;
    }
    const key = `${place} ${value.name}`;
    if (found.has(key) || (place === "header" && describedElsewhere.test(value.name))) {
      continue;
    }
    const [media] = readContent(one);
    found.set(key, {
      name: value.name,
      in: place,
      required: value.required === true,
      node: one,
      schema: child(one, "schema") ?? media?.schema,
      examples: media?.examples ?? readExamples(one),
    });
  }
  return [...found.values()];
}

function readResponse(status: string, node: Node): Response {
  const { "x-causes": causes, "x-credentials": credentials } = objectAt(node);
  return {
    status,
    causes: isStrings(causes) ? causes : [],
    credentials: isStrings(credentials) ? credentials : ["missing"],
    headers: entries(child(node, "headers")).map(([name, header]) => ({
      name,
      required: objectAt(header).required === true,
      node: header,
      schema: child(header, "schema"),
    })),
    content: mayHaveBody(Number(status)) ? readContent(node) : [],
    node,
  };
}

/** Whether HTTP lets a response of this status have a body, whatever a document says. */
export function mayHaveBody(status: number): boolean {
  return status !== 204 && status !== 205 && status !== 304;
}

function readContent(parent: Node): MediaType[] {
  return entries(child(parent, "content")).map(([mediaType, node]) => ({
    mediaType,
    node,
    schema: child(node, "schema"),
    examples: readExamples(node),
  }));
}

/** A singular example has no name; Prism calls it `default`. */
function readExamples(node: Node): Example[] {
  const { example: single } = objectAt(node);
  const named = entries(child(node, "examples")).flatMap(([name, example]) => {
    const { value, "x-cause": cause } = objectAt(example);
    return value !== undefined ? [{ name, value, ...(typeof cause === "string" && { cause }), at: example.at }] : [];
  });
  return single === undefined ? named : [{ name: "default", value: single, at: [...node.at, "example"] }, ...named];
}

/** Whether a documented status is, or as a range covers, a status on the wire. `default` covers none by name. */
export function covers(documented: string, status: number): boolean {
  return documented === String(status) || documented.toUpperCase() === `${Math.floor(status / 100)}XX`;
}

/** Whether a documented status means success. */
export function isSuccess(documented: string): boolean {
  return documented.startsWith("2");
}
