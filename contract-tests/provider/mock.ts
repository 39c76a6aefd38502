import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Credential } from "../model/credentials.js";
import { InputError } from "../model/errors.js";
import { type JsonObject, parseJson } from "../model/json.js";
import { mayHaveBody, readOperations } from "../model/operation.js";
import { entangled, isEntangled, isReadable, ownHeader, withRefsInData } from "./mock-limits.js";
import {
  createPlainHandler,
  type PlainIncoming,
  type PlainRequest,
  type PlainResponse,
  received,
} from "./plain-provider.js";
import { refusal } from "./plain-responses.js";
import { createPrism, type Preference, type PrismResponse } from "./prism.js";

export interface Mock {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A mock without a connection. Never rejects: what breaks down in it is a response that says so. */
export type MockHandler = (incoming: PlainIncoming) => Promise<PlainResponse>;

type Respond = (incoming: PlainIncoming) => Promise<{ response: PrismResponse; own: string | undefined }>;

/**
 * A Prism mock of a bundled contract, in this process, on 127.0.0.1 unless it is told another host. Port 0 takes any free
 * one. Browsers may call it. It takes any credentials, unless it is told the bearer token, or the password and API key,
 * that it knows. Where it speaks for itself and not for the contract, the header {@link ownHeader} says why.
 */
export async function startMock(
  document: JsonObject,
  port = 0,
  token?: string,
  secret?: string,
  host = "127.0.0.1",
): Promise<Mock> {
  const handle = await createMockHandler(document, token, secret);
  const server = createServer((incoming, reply) => {
    allowBrowsers(incoming, reply);
    if (isPreflight(incoming)) {
      reply.writeHead(204).end();
      return;
    }
    void received(incoming)
      .then(handle)
      .then(({ status, headers, body }) => {
        reply.setHeaders(headers);
        reply.writeHead(status).end(mayHaveBody(status) ? body : undefined);
      })
      .catch(() => reply.destroy());
  });
  // A connection that the mock gives up while a busy machine keeps the suite waiting would look like one that it broke.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  }).catch((reason: unknown) => {
    const why = String(reason).includes("EADDRINUSE")
      ? "it is in use: stop what listens there, or choose another one with --port"
      : String(reason);
    throw new InputError(`The mock cannot listen on ${host} port ${port}: ${why}.`);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

/** The mock of {@link startMock} without a connection. */
export async function createMockHandler(document: JsonObject, token?: string, secret?: string): Promise<MockHandler> {
  const respond = await createRespond(document, {
    ...(token !== undefined && { token }),
    ...(secret !== undefined && { secret }),
  });
  return async (incoming) => {
    try {
      const { response, own } = await respond(incoming);
      return responseOf(response, own);
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      return responseOf(broken(message), `it broke down: ${message}`);
    }
  };
}

/** Prism's response to a request, and why it is Prism's own and not the contract's, where that is so. */
async function createRespond(document: JsonObject, known: { token?: string; secret?: string }): Promise<Respond> {
  const contract = { document, operations: readOperations(document) };
  const prism = await createPrism(document, contract.operations);
  const endless = entangled(document);
  const unread = new Set(contract.operations.filter((operation) => isEntangled(operation, endless)));
  const isUnread = ({ operation }: PlainRequest) => operation !== undefined && unread.has(operation);
  const second = createPlainHandler(contract, known);
  return async (incoming) => {
    const { request, response: plain } = await second(incoming);
    const { pathname, searchParams } = new URL(incoming.target, "http://127.0.0.1");
    const alone = !isReadable({ ...incoming, query: searchParams }) || isUnread(request);
    const preference = preferenceOf(incoming.headers.get("prefer"));
    const { errors } = request;
    const headers = Object.fromEntries(incoming.headers);
    if (request.outcome === "credentials") {
      withoutCredentials(headers, searchParams, request.operation?.security.credentials ?? []);
    }
    const input = {
      method: incoming.method.toLowerCase() as "get",
      url: { path: pathname, query: queryOf(searchParams) },
      headers,
      body: incoming.body === "" ? null : (parseJson(incoming.body) ?? incoming.body),
    };
    const response = await askTwice(request, (more) =>
      prism(input, { ...preference, ...more.preference }, { alone: alone || more.alone === true, errors }),
    );
    if (isUndocumentedRefusal(response, request)) {
      return { response, own: undefined };
    }
    if (isUnknownRefusal(response, request)) {
      const body = parseJson(plain.body) ?? plain.body;
      const served = { status: plain.status, headers: Object.fromEntries(plain.headers), body, violations: [] };
      return { response: served, own: undefined };
    }
    const own = response.problem ?? disagreement(response, request) ?? missing(response, preference, request);
    return { response, own };
  };
}

/** Takes away the credentials that are refused: Prism knows none, but refuses a request without any. */
function withoutCredentials(
  headers: Record<string, string>,
  search: URLSearchParams,
  credentials: readonly Credential[],
): void {
  delete headers.authorization;
  for (const credential of credentials) {
    if (credential.kind !== "api-key") {
      continue;
    }
    if (credential.in === "query") {
      search.delete(credential.name);
    } else {
      delete headers[credential.in === "cookie" ? "cookie" : credential.name.toLowerCase()];
    }
  }
}

/** How Prism is asked again. */
interface Again {
  readonly preference?: Preference;
  /** Whether its own validation is left out. */
  readonly alone?: boolean;
}

/** Asks Prism, and once more where it has not answered as the contract says. */
async function askTwice(request: PlainRequest, ask: (again: Again) => Promise<PrismResponse>): Promise<PrismResponse> {
  const first = await ask({});
  const called = callUpRefusal(first, request);
  if (called) {
    return ask({ preference: called });
  }
  // What Prism does not see, the other validator refuses: in schemas that refer to each other, for one.
  const overlooks = request.outcome === "invalid-request" && disagreement(first, request) !== undefined;
  return overlooks ? ask({ alone: true }) : first;
}

/** Prism refuses credentials with 401 alone: the response that the contract documents instead is called up. */
function callUpRefusal({ problem }: PrismResponse, { operation, outcome }: PlainRequest): Preference | undefined {
  const documented = problem !== undefined && outcome === "credentials" && operation && refusal(operation, outcome);
  return documented
    ? { code: documented.status, regardless: true, ...(documented.example && { exampleKey: documented.example }) }
    : undefined;
}

/**
 * Whether Prism refuses, in words of its own, what has to be refused, and the contract documents nothing for that: a
 * refusal like any other provider's.
 */
function isUndocumentedRefusal({ problem, status }: PrismResponse, { operation, outcome }: PlainRequest): boolean {
  if (problem === undefined || !operation || (outcome !== "invalid-request" && outcome !== "credentials")) {
    return false;
  }
  const documented = refusal(operation, outcome) ?? operation.responses.find((one) => one.status === "415");
  return documented === undefined && [401, 415, 422].includes(status);
}

/**
 * Whether Prism refuses in words of its own what the contract has a response for: it looks for some statuses only, and
 * for no ranges. The second opinion knows which response it is.
 */
function isUnknownRefusal({ problem }: PrismResponse, { operation, outcome }: PlainRequest): boolean {
  return (
    problem !== undefined &&
    operation !== undefined &&
    (outcome === "invalid-request" || outcome === "credentials") &&
    refusal(operation, outcome) !== undefined
  );
}

/** Where Prism and a validator that shares nothing with it disagree, one of the two does not read the contract. */
function disagreement({ violations, status }: PrismResponse, { outcome, errors }: PlainRequest): string | undefined {
  const against = violations.find(({ severity }) => severity === "Error");
  if (violations.some(({ code }) => code === 401) || outcome === "credentials" || outcome === "unknown-operation") {
    return undefined;
  }
  if (against && outcome !== "invalid-request") {
    return `Prism refuses what the contract allows: ${against.message}`;
  }
  if (!against && outcome === "invalid-request") {
    return `Prism answers ${status} to what the contract forbids: ${errors.join(", ")}`;
  }
  return undefined;
}

/** Prism falls back to another response where it does not find the one called up. */
function missing({ status, violations }: PrismResponse, { code }: Preference, { outcome }: PlainRequest) {
  const refused = outcome === "credentials" || violations.some(({ severity }) => severity === "Error");
  return code === undefined || refused || code === status ? undefined : `Prism has no such response with ${code}`;
}

/** Prism's `Prefer: code=404, example=name`; a name may have any characters, those beyond ASCII percent-encoded. */
function preferenceOf(header: string | null): Preference {
  const code = /\bcode=["']?(\d{3})\b/.exec(header ?? "")?.[1];
  const name = /\bexample=(.*)$/.exec(header ?? "")?.[1]?.replace(/^"(.*)"$/, "$1");
  return { ...(code !== undefined && { code: Number(code) }), ...(name && { exampleKey: decoded(name) }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(search.keys())].map((key) => {
      const [first = "", ...others] = search.getAll(key);
      return [key, others.length > 0 ? [first, ...others] : first];
    }),
  );
}

function responseOf(
  { status, headers: given, body, violations }: PrismResponse,
  own: string | undefined,
): PlainResponse {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    const text = [value ?? []].flat().join(",");
    if (/^[\x20-\x7e\xa0-\xff]+$/.test(text)) {
      headers.set(name, text);
    }
  }
  if (violations.length > 0) {
    headers.set(
      "sl-violations",
      inAscii(violations.slice(0, 10).map((one) => ({ ...one, message: one.message.slice(0, 300) }))),
    );
  }
  if (own !== undefined) {
    headers.set(ownHeader, encodeURIComponent(own.slice(0, 500)));
  }
  const text = withRefsInData(textOf(body, headers.get("content-type") ?? ""));
  if (!mayHaveBody(status)) {
    headers.delete("content-type");
  }
  return { status, headers, body: mayHaveBody(status) ? text : "" };
}

/** A body as it goes onto the wire: text as it is, unless its type is JSON. */
function textOf(body: unknown, contentType: string): string {
  if (body === undefined) {
    return "";
  }
  return typeof body === "string" && !/json/i.test(contentType) ? body : JSON.stringify(body);
}

/** JSON that a header can carry, whatever is in it. */
function inAscii(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function broken(detail: string): PrismResponse {
  const body = { type: "about:blank", title: "The mock broke down", status: 500, detail };
  return { status: 500, headers: { "content-type": "application/problem+json" }, body, violations: [] };
}

/** As the Prism CLI does. */
function allowBrowsers({ headers }: IncomingMessage, reply: ServerResponse): void {
  if (headers.origin === undefined) {
    return;
  }
  reply.setHeader("Access-Control-Allow-Origin", headers.origin);
  reply.setHeader("Access-Control-Allow-Headers", headers["access-control-request-headers"] ?? "*");
  reply.setHeader("Access-Control-Allow-Credentials", "true");
  reply.setHeader("Access-Control-Expose-Headers", "*");
  reply.setHeader("Vary", "Origin");
  if (headers["access-control-request-method"]) {
    reply.setHeader("Access-Control-Allow-Methods", headers["access-control-request-method"]);
  }
}

function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === "OPTIONS" && headers.origin !== undefined && headers["access-control-request-method"] !== undefined;
}
