import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Contract } from "../model/contract.js";
import type { Credential } from "../model/credentials.js";
import { type Json, type JsonObject, parseJson } from "../model/json.js";
import { essence } from "../model/media-type.js";
import { objectAt } from "../model/node.js";
import { mayHaveBody, type Operation, type Parameter } from "../model/operation.js";
import {
  type PlainResponse,
  preferred,
  type Refusal,
  refusal,
  rendered,
  type Served,
  success,
} from "./plain-responses.js";
import { createRules, type ParameterText, standsApart, type Takes, takesParameter } from "./plain-rules.js";

export type { PlainResponse } from "./plain-responses.js";

/** A request as it reached the provider. */
export interface PlainIncoming {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Headers;
  /** Empty where no body came. */
  readonly body: string;
}

/** What the provider made of a request. */
export interface PlainRequest extends PlainIncoming {
  /** Undefined where no operation has the method and the path. */
  readonly operation: Operation | undefined;
  /** The body as JSON; undefined where it is not JSON. */
  readonly json: Json | undefined;
  /** Why it was refused: what is wrong, in words; empty where it was accepted. */
  readonly errors: readonly string[];
  /** What kind of response stands for it. */
  readonly outcome: "success" | Refusal | "preferred" | "unknown-operation";
  /** How many requests have come so far, this one included; and how many of them for this operation. */
  readonly count: number;
  readonly countOfOperation: number;
}

export interface PlainOptions {
  /** Whether Prism's `Prefer` header is honoured. Default: false, as with every provider that was not written for tests. */
  readonly prefer?: boolean;
  /** The one bearer token that it takes. Default: any. */
  readonly token?: string;
  /** The one `user:password` and API key that it takes. Default: any. */
  readonly secret?: string;
  /**
   * Has the last word on a response. This is where tests and mutants break the provider on purpose; `serve` makes
   * another documented response, as the healthy provider would.
   */
  readonly rewrite?: (
    response: PlainResponse,
    request: PlainRequest,
    serve: (operation: Operation, status: number, example?: string) => PlainResponse,
  ) => PlainResponse | Promise<PlainResponse>;
  /** Puts a response onto the wire in another way than plainly: compressed, in chunks, after early hints, … */
  readonly send?: (response: PlainResponse, reply: ServerResponse, request: PlainRequest) => void | Promise<void>;
  /** Default: 0, any free one. */
  readonly port?: number;
}

export type PlainHandler = (incoming: PlainIncoming) => Promise<{ response: PlainResponse; request: PlainRequest }>;

/**
 * A provider of a contract without a connection: method, path, credentials, content type, JSON, body and parameters
 * are validated by a validator of its own, and the documented examples come back. It knows nothing of the suite.
 */
export function createPlainHandler(
  contract: Pick<Contract, "document" | "operations">,
  { prefer = false, rewrite, ...known }: PlainOptions = {},
): PlainHandler {
  const takesRequest = createRules(contract.document, "request");
  // Only values made up need these rules, and making them costs as much as all the rest.
  let responseRules: Takes | undefined;
  const takesResponse: Takes = (...value) => {
    responseRules ??= createRules(contract.document, "response");
    return responseRules(...value);
  };
  const templates = contract.operations.map(templateOf);
  const counts = new Map<Operation | undefined, number>();
  let count = 0;
  const render = (served: Served | undefined, otherwise: number): PlainResponse =>
    served ? rendered(served, takesResponse) : { status: otherwise, headers: new Headers(), body: "" };
  const serve = (operation: Operation, status: number, example?: string) =>
    render(preferred(operation, `code=${status}${example === undefined ? "" : `, example=${example}`}`), status);

  const respond = (operation: Operation, request: ReadIncoming, parameters: Route["parameters"]): Responded => {
    const { refused, errors } = validated(takesRequest, operation, request, parameters, known);
    if (refused !== undefined) {
      const response = render(refusal(operation, refused), refused === "credentials" ? 401 : 400);
      return { response, outcome: refused, errors };
    }
    const called = prefer ? request.headers.get("prefer") : null;
    const preferredOne = called === null ? undefined : preferred(operation, called);
    return {
      response: render(preferredOne ?? success(operation), 200),
      outcome: preferredOne ? "preferred" : "success",
      errors,
    };
  };

  return async (incoming) => {
    count += 1;
    const { operation, parameters, allowed } = route(templates, incoming);
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    const known = { ...incoming, operation, json: parseJson(incoming.body) };
    const { response, outcome, errors } = operation ? respond(operation, known, parameters) : unknown(allowed);
    const countOfOperation = counts.get(operation) ?? 0;
    const request: PlainRequest = { ...known, errors, outcome, count, countOfOperation };
    return { response: rewrite ? await rewrite(response, request, serve) : response, request };
  };
}

type ReadIncoming = PlainIncoming & Pick<PlainRequest, "json">;

interface Responded extends Pick<PlainRequest, "outcome" | "errors"> {
  readonly response: PlainResponse;
}

/** A request for what the contract does not have gets a status, and the methods that there are. */
function unknown(allowed: readonly string[]): Responded {
  const headers = new Headers({ "content-type": "text/plain; charset=utf-8" });
  if (allowed.length > 0) {
    headers.set("allow", allowed.join(", "));
  }
  const response =
    allowed.length > 0
      ? { status: 405, headers, body: "Method Not Allowed" }
      : { status: 404, headers, body: "Not Found" };
  return { response, outcome: "unknown-operation", errors: [] };
}

interface Route {
  readonly operation: Operation | undefined;
  /** The texts of the path's parameters, by name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The methods of the path, where it is known. */
  readonly allowed: readonly string[];
}

/** An operation, with what its path is recognised by. */
interface Template {
  readonly operation: Operation;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

function templateOf(operation: Operation): Template {
  const names: string[] = [];
  const source = operation.path
    .split(/(\{[^}]+\})/)
    .map((part) => {
      if (!part.startsWith("{")) {
        return part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
      }
      names.push(part.slice(1, -1));
      return "([^/]*)";
    })
    .join("");
  return { operation, pattern: new RegExp(`^${source}$`), names };
}

function route(templates: readonly Template[], { method, target }: PlainIncoming): Route {
  const [path = ""] = target.split("?");
  const found = templates
    .flatMap(({ operation, pattern, names }) => {
      const values = pattern.exec(path)?.slice(1);
      return values
        ? [{ operation, parameters: new Map(names.map((name, index) => [name, values[index] ?? ""])) }]
        : [];
    })
    // A path that is spelled out goes before one with parameters in its place.
    .sort((left, right) => left.parameters.size - right.parameters.size);
  const chosen = found.find(({ operation }) => operation.method.toUpperCase() === method);
  return {
    operation: chosen?.operation,
    parameters: chosen?.parameters ?? new Map(),
    allowed: [...new Set(found.map(({ operation }) => operation.method.toUpperCase()))],
  };
}

/** What a request has of a credential; undefined where it has none. */
function credentialIn({ target, headers }: PlainIncoming, credential: Credential): string | undefined {
  if (credential.kind !== "api-key") {
    return new RegExp(`^${credential.kind} +(\\S.*)$`, "i").exec(headers.get("authorization") ?? "")?.[1];
  }
  const { in: place, name } = credential;
  if (place === "header") {
    return headers.get(name) || undefined;
  }
  if (place === "query") {
    return new URL(target, "http://127.0.0.1").searchParams.get(name) ?? undefined;
  }
  const pair = (headers.get("cookie") ?? "").split(/; */).find((one) => one.startsWith(`${name}=`));
  return pair && decoded(pair.slice(name.length + 1));
}

type Known = Pick<PlainOptions, "token" | "secret">;

/** What a credential has to be; undefined where any will do. */
function rightOne({ kind }: Credential, { token, secret }: Known): string | undefined {
  if (kind === "bearer") {
    return token;
  }
  return kind === "basic" && secret !== undefined ? Buffer.from(secret).toString("base64") : secret;
}

interface Validated {
  readonly refused: Refusal | undefined;
  readonly errors: readonly string[];
}

function validated(
  takes: Takes,
  operation: Operation,
  request: ReadIncoming,
  path: Route["parameters"],
  known: Known,
): Validated {
  for (const credential of operation.security.credentials) {
    const sent = credentialIn(request, credential);
    if (sent === undefined) {
      return { refused: "credentials", errors: ["no credentials"] };
    }
    if (sent !== (rightOne(credential, known) ?? sent)) {
      return { refused: "credentials", errors: ["an unknown token"] };
    }
  }
  const errors = [...inBody(takes, operation, request), ...inParameters(takes, operation, request, path)];
  return { refused: errors.length > 0 ? "invalid-request" : undefined, errors };
}

function inBody(
  takes: Takes,
  { body }: Operation,
  { body: text, headers, json }: PlainIncoming & { json: Json | undefined },
): string[] {
  if (!body) {
    return [];
  }
  if (text === "") {
    return body.required ? ["no body"] : [];
  }
  const type = essence(headers.get("content-type") ?? "");
  const media = body.content.find(({ mediaType }) => essence(mediaType) === type);
  if (!media) {
    return [`the content type ${type || "none"}`];
  }
  if (json === undefined) {
    return ["malformed JSON"];
  }
  return media.schema && !takes(media.node, ["schema"], json) ? ["the body breaks its schema"] : [];
}

function inParameters(
  takes: Takes,
  { parameters }: Operation,
  request: PlainIncoming,
  path: Route["parameters"],
): string[] {
  return parameters.flatMap((parameter) => {
    const text = textOf(parameter, request, path);
    if (!text) {
      return [`${parameter.in} ${parameter.name} cannot be decoded`];
    }
    if (text.texts.length === 0 && Object.keys(text.keyed).length === 0) {
      return parameter.required ? [`${parameter.in} ${parameter.name} is missing`] : [];
    }
    return takesParameter(takes, parameter.node, text) ? [] : [`${parameter.in} ${parameter.name} breaks its schema`];
  });
}

/** A parameter's texts; undefined where they cannot be decoded. */
function textOf(
  { in: place, name, schema, node }: Parameter,
  { headers, target }: PlainIncoming,
  path: Route["parameters"],
): ParameterText | undefined {
  const none = { texts: [], keyed: {} };
  if (place === "query") {
    return inQuery(
      target.split("?").slice(1).join("?"),
      name,
      hasFieldsApart(objectAt(node)) ? schema?.value : undefined,
    );
  }
  if (place === "path") {
    const text = decoded(path.get(name) ?? "");
    return text === undefined ? undefined : { ...none, texts: text === "" ? [] : [text] };
  }
  if (place === "header") {
    const text = headers.get(name);
    return { ...none, texts: text === null ? [] : [text] };
  }
  const cookies = (headers.get("cookie") ?? "").split(/; */).map((pair) => pair.split("="));
  return { ...none, texts: cookies.filter(([key]) => key === name).map(([, ...value]) => value.join("=")) };
}

/** Whether the fields of an object stand under their own names in a query: of the style `form` alone. */
function hasFieldsApart(definition: JsonObject): boolean {
  const { style = "form" } = definition;
  return style === "form" && standsApart(definition);
}

/** A query's texts under a name, under `name[key]`, and where the schema has fields under their own names. */
function inQuery(query: string, name: string, schema: Json | undefined): ParameterText {
  const search = new URLSearchParams(query);
  const keyed = new Map<string, string[]>();
  for (const key of new Set(search.keys())) {
    if (key.startsWith(`${name}[`) && key.endsWith("]")) {
      keyed.set(key.slice(name.length + 1, -1), search.getAll(key));
    }
  }
  const texts = search.getAll(name);
  if (texts.length === 0 && keyed.size === 0) {
    for (const field of Object.keys(Object(Object(schema).properties))) {
      if (search.has(field)) {
        keyed.set(field, search.getAll(field));
      }
    }
  }
  return { texts, keyed: Object.fromEntries(keyed) };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export interface PlainProvider {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The provider of {@link createPlainHandler} on 127.0.0.1, by `node:http` and nothing else. */
export async function startPlainProvider(contract: Contract, options: PlainOptions = {}): Promise<PlainProvider> {
  const handle = createPlainHandler(contract, options);
  const send = options.send ?? plainly;
  const server = createServer((incoming, reply) => {
    void received(incoming)
      .then(handle)
      .then(({ response, request }) => send(response, reply, request))
      // A hook that throws is how a test breaks the connection.
      .catch(() => reply.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A request with its body, as Node received it. */
export async function received(incoming: IncomingMessage): Promise<PlainIncoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(Buffer.from(chunk));
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of [value ?? []].flat()) {
      headers.append(name, one);
    }
  }
  return {
    method: incoming.method ?? "GET",
    target: incoming.url ?? "/",
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

function plainly({ status, headers, body }: PlainResponse, reply: ServerResponse): void {
  reply.writeHead(status, [...headers].flat());
  reply.end(mayHaveBody(status) ? body : undefined);
}
