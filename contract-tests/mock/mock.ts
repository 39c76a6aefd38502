import type { Contract } from "../model/contract.js";
import { mayHaveBody, type Operation } from "../model/operation.js";
import { type Forward, ownHeader, type RawResponse, type WireRequest } from "../provider/wire.js";
import { createPrism, type PrismResponse } from "./prism.js";
import { createReferenceProvider, type Known, type ReferenceRequest } from "./reference-provider.js";
import { documentedRejection, type Preference, preferenceOf } from "./responses.js";
import { type Listening, serve, write } from "./server.js";

/**
 * A Prism mock of a contract, in this process, on 127.0.0.1 unless another host is given. Port 0 means any free
 * one. Browsers may call it. It accepts any credentials, unless it knows the bearer token, or the password and API key.
 * The header {@link ownHeader} of a response says why it is not the contract's.
 */
export async function startMock(
  contract: Contract,
  port = 0,
  known: Known = {},
  host = "127.0.0.1",
): Promise<Listening> {
  const handle = await createMock(contract, known);
  return serve(
    async (request, reply) => {
      reply.setHeaders(forBrowsers(request));
      write(isPreflight(request) ? noContent : await handle(request), reply);
    },
    port,
    host,
  );
}

/** The mock of {@link startMock} without a connection. Never rejects: if it breaks down, it says so in a response. */
export async function createMock(contract: Contract, known: Known = {}): Promise<Forward> {
  const respond = await createRespond(contract, known);
  return async (incoming) => {
    try {
      return await respond(incoming);
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      return responseOf(broken(message), `it broke down: ${message}`);
    }
  };
}

async function createRespond(contract: Contract, known: Known): Promise<Forward> {
  const prism = await createPrism(contract);
  const reference = createReferenceProvider(contract, known);
  return async (incoming) => {
    const { request, response: served } = await reference(incoming);
    // Prism knows no credentials, and refuses missing ones with 401 alone.
    if (request.outcome === "credentials") {
      return served;
    }
    const preference = preferenceOf(incoming.headers.get("prefer"));
    const response = await prism(request, preference);
    const rejected = response.problem === undefined ? undefined : rejectionOf(response, request, served);
    if (rejected) {
      return rejected;
    }
    const own = response.problem ?? disagreement(response, request) ?? missing(response, preference);
    return responseOf(namingExamples(response, preference, request.operation), own);
  };
}

/** Prism's own words about an example that is called up and is not there name neither it nor those that there are. */
function namingExamples(
  response: PrismResponse,
  { code, exampleKey }: Preference,
  operation?: Operation,
): PrismResponse {
  const called = operation?.responses.find(({ status }) => status === String(code));
  const names = called?.content.flatMap(({ examples }) => examples.map(({ name }) => name)) ?? [];
  if (response.problem === undefined || exampleKey === undefined || !called || names.includes(exampleKey)) {
    return response;
  }
  const there = names.length > 0 ? `It has ${names.join(", ")}.` : "It has none.";
  const detail = `The contract's response ${code} has no example ${JSON.stringify(exampleKey)}. ${there}`;
  return { ...response, body: { ...Object(response.body), title: "No such example", detail } };
}

/**
 * The response to an invalid request that Prism rejects in its own words. It looks for a documented one under some
 * statuses only, and under no range; if there is none, its own is a rejection like any provider's.
 */
function rejectionOf(
  response: PrismResponse,
  { operation, outcome }: ReferenceRequest,
  served: RawResponse,
): RawResponse | undefined {
  if (!operation || outcome !== "invalid-request") {
    return undefined;
  }
  if (documentedRejection(operation, outcome)) {
    return served;
  }
  const isUndocumented = !operation.responses.some((one) => one.status === "415");
  return isUndocumented && [415, 422].includes(response.status) ? responseOf(response, undefined) : undefined;
}

/** A refusal of Prism's alone: one of the two providers misreads the contract. */
function disagreement({ violations }: PrismResponse, { outcome }: ReferenceRequest): string | undefined {
  const against = violations.find(({ severity }) => severity === "Error");
  const isAlone = outcome === "success" || outcome === "preferred";
  return against && isAlone ? `Prism refuses what the contract allows: ${against.message}` : undefined;
}

/** Prism falls back to another response if it does not find the one called up. */
function missing({ status, violations }: PrismResponse, { code }: Preference) {
  const refused = violations.some(({ severity }) => severity === "Error");
  return code === undefined || refused || code === status ? undefined : `Prism has no such response with ${code}`;
}

function responseOf({ status, headers: given, body, violations }: PrismResponse, own: string | undefined): RawResponse {
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
  const type = headers.get("content-type") ?? "";
  if (!mayHaveBody(status)) {
    headers.delete("content-type");
  }
  return { status, headers, text: mayHaveBody(status) ? textOf(body, type) : "" };
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

/** Lets pages of other origins call it, as the Prism CLI does. */
function forBrowsers({ headers }: WireRequest): Headers {
  const origin = headers.get("origin");
  if (origin === null) {
    return new Headers();
  }
  const methods = headers.get("access-control-request-method");
  return new Headers({
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Headers": headers.get("access-control-request-headers") ?? "*",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Expose-Headers": "*",
    Vary: "Origin",
    ...(methods && { "Access-Control-Allow-Methods": methods }),
  });
}

const noContent: RawResponse = { status: 204, headers: new Headers(), text: "" };

function isPreflight({ method, headers }: WireRequest): boolean {
  return method === "OPTIONS" && headers.has("origin") && headers.has("access-control-request-method");
}
