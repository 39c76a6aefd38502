import type { ServerResponse } from "node:http";
import type { Contract } from "../model/contract.js";
import type { Credential } from "../model/credentials.js";
import { type Json, parseJson } from "../model/json.js";
import { lazy } from "../model/lazy.js";
import { essence } from "../model/media-type.js";
import type { Operation } from "../model/operation.js";
import { readPath } from "../model/path-template.js";
import { decoded } from "../model/text.js";
import { type RawResponse, targetOf, type WireRequest } from "../provider/wire.js";
import { createRules, inParameters, type Takes } from "./reference-validator.js";
import {
  documentedRejection,
  preferenceOf,
  preferred,
  type Rejection,
  rendered,
  type Served,
  success,
} from "./responses.js";
import { type Listening, serve, write } from "./server.js";

/** A request as the provider understands it. */
export interface ReferenceRequest extends WireRequest {
  /** Undefined if no operation has the method and the path. */
  readonly operation: Operation | undefined;
  /** The body as JSON; undefined if it is not JSON. */
  readonly json: Json | undefined;
  /** Why it was refused; empty if it was accepted. */
  readonly errors: readonly string[];
  /** Which kind of response it gets. */
  readonly outcome: "success" | Rejection | "preferred" | "unknown-operation";
  /** How many requests have come so far, this one included; and how many of them for this operation. */
  readonly count: number;
  readonly countOfOperation: number;
}

export interface ReferenceOptions {
  /** Whether Prism's `Prefer` header is honoured. Default: false, as by real providers. */
  readonly prefer?: boolean;
  /** The one bearer token that it accepts. Default: any. */
  readonly token?: string;
  /** The one `user:password` and API key that it accepts. Default: any. */
  readonly secret?: string;
  /**
   * Changes a response: the hook by which tests break the provider. `serve` makes another documented response, as the
   * unchanged provider would.
   */
  readonly rewrite?: (
    response: RawResponse,
    request: ReferenceRequest,
    serve: (operation: Operation, status: number, example?: string) => RawResponse,
  ) => RawResponse | Promise<RawResponse>;
  /** Writes a response in another way: compressed, in chunks, after early hints, … */
  readonly send?: (response: RawResponse, reply: ServerResponse, request: ReferenceRequest) => void | Promise<void>;
}

type ReferenceHandler = (incoming: WireRequest) => Promise<{ response: RawResponse; request: ReferenceRequest }>;

/**
 * A provider of a contract, without a connection. It validates method, path, credentials, content type, JSON, body and
 * parameters by its own validator, and responds with the documented examples. It is independent of the suite.
 */
export function createReferenceProvider(
  contract: Contract,
  { prefer = false, rewrite, ...known }: ReferenceOptions = {},
): ReferenceHandler {
  const takesRequest = createRules(contract.document, "request");
  // Only made-up values need these rules, which cost as much to make as all the rest.
  const responseRules = lazy(() => createRules(contract.document, "response"));
  const takesResponse: Takes = (...value) => responseRules()(...value);
  const counts = new Map<Operation | undefined, number>();
  let count = 0;
  const render = (served: Served | undefined, otherwise: number): RawResponse =>
    served ? rendered(served, takesResponse) : { status: otherwise, headers: new Headers(), text: "" };
  const serve = (operation: Operation, status: number, example?: string) =>
    render(preferred(operation, { code: status, ...(example !== undefined && { exampleKey: example }) }), status);

  const respond = (operation: Operation, request: ReadIncoming, parameters: Route["parameters"]): Responded => {
    const { refused, errors } = validated(takesRequest, operation, request, parameters, known);
    if (errors.length > 0) {
      const response = render(documentedRejection(operation, refused), refused === "credentials" ? 401 : 400);
      return { response, outcome: refused, errors };
    }
    const preferredOne = prefer ? preferred(operation, preferenceOf(request.headers.get("prefer"))) : undefined;
    return {
      response: render(preferredOne ?? success(operation), 200),
      outcome: preferredOne ? "preferred" : "success",
      errors,
    };
  };

  return async (incoming) => {
    count += 1;
    const { operation, parameters, allowed } = route(contract.operations, incoming);
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    const known = { ...incoming, operation, json: parseJson(incoming.body ?? "") };
    const { response, outcome, errors } = operation ? respond(operation, known, parameters) : unknown(allowed);
    const countOfOperation = counts.get(operation) ?? 0;
    const request: ReferenceRequest = { ...known, errors, outcome, count, countOfOperation };
    return { response: rewrite ? await rewrite(response, request, serve) : response, request };
  };
}

type ReadIncoming = WireRequest & Pick<ReferenceRequest, "json">;

interface Responded extends Pick<ReferenceRequest, "outcome" | "errors"> {
  readonly response: RawResponse;
}

/** The response to a request for an unknown operation: a status, and the methods of the path. */
function unknown(allowed: readonly string[]): Responded {
  const headers = new Headers({ "content-type": "text/plain; charset=utf-8" });
  if (allowed.length > 0) {
    headers.set("allow", allowed.join(", "));
  }
  const response =
    allowed.length > 0
      ? { status: 405, headers, text: "Method Not Allowed" }
      : { status: 404, headers, text: "Not Found" };
  return { response, outcome: "unknown-operation", errors: [] };
}

interface Route {
  readonly operation: Operation | undefined;
  /** The texts of the path's parameters, by name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The methods of the path, if it is known. */
  readonly allowed: readonly string[];
}

function route(operations: readonly Operation[], request: WireRequest): Route {
  const [path = ""] = targetOf(request).split("?");
  const found = operations
    .flatMap((operation) => {
      const parameters = readPath(operation.path, path);
      return parameters ? [{ operation, parameters }] : [];
    })
    // A literal path goes before one with parameters.
    .sort((left, right) => left.parameters.size - right.parameters.size);
  const chosen = found.find(({ operation }) => operation.method.toUpperCase() === request.method);
  return {
    operation: chosen?.operation,
    parameters: chosen?.parameters ?? new Map(),
    allowed: [...new Set(found.map(({ operation }) => operation.method.toUpperCase()))],
  };
}

/** The value of a credential in a request; undefined if it has none. */
function credentialIn({ url, headers }: WireRequest, credential: Credential): string | undefined {
  if (credential.kind !== "api-key") {
    return new RegExp(`^${credential.kind} +(\\S.*)$`, "i").exec(headers.get("authorization") ?? "")?.[1];
  }
  const { in: place, name } = credential;
  if (place === "header") {
    return headers.get(name) || undefined;
  }
  if (place === "query") {
    return new URL(url).searchParams.get(name) ?? undefined;
  }
  const pair = (headers.get("cookie") ?? "").split(/; */).find((one) => one.startsWith(`${name}=`));
  return pair && decoded(pair.slice(name.length + 1));
}

/** The credentials that a provider knows. */
export type Known = Pick<ReferenceOptions, "token" | "secret">;

/** The only value of a credential that is accepted; undefined if any is. */
function rightOne({ kind }: Credential, { token, secret }: Known): string | undefined {
  if (kind === "bearer") {
    return token;
  }
  return kind === "basic" && secret !== undefined ? Buffer.from(secret).toString("base64") : secret;
}

/** Why a request is not accepted; no errors if it is. */
interface Validated {
  readonly refused: Rejection;
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
    if (sent === undefined || sent !== (rightOne(credential, known) ?? sent)) {
      return { refused: "credentials", errors: [sent === undefined ? "no credentials" : "an unknown token"] };
    }
  }
  const errors = [...inBody(takes, operation, request), ...inParameters(takes, operation, request, path)];
  return { refused: "invalid-request", errors };
}

function inBody(takes: Takes, { body }: Operation, { body: text, headers, json }: ReadIncoming): string[] {
  if (!body) {
    return [];
  }
  if (text === undefined) {
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
  return media.schema && !takes(media.schema, json) ? ["the body breaks its schema"] : [];
}

/** The provider of {@link createReferenceProvider} on 127.0.0.1. */
export async function startReferenceProvider(contract: Contract, options: ReferenceOptions = {}): Promise<Listening> {
  const handle = createReferenceProvider(contract, options);
  return serve(async (incoming, reply) => {
    const { response, request } = await handle(incoming);
    await (options.send ?? write)(response, reply, request);
  });
}
