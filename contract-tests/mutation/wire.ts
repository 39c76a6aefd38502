import { isObject, type Json, parseJson } from "../model/json.js";
import { covers, type Operation, type Response } from "../model/operation.js";
import { madeUpProjectId } from "../provider/target.js";
import { type Forward, ownHeader, type RawResponse, type WireRequest } from "../provider/wire.js";

export type { Forward, RawResponse, WireRequest } from "../provider/wire.js";

/** The response of a mutated provider to a request: its own, or a changed one of the provider behind it. */
export type Rewrite = (request: WireRequest, forward: Forward) => Promise<RawResponse>;

/** The credentials that the provider behind a mutant knows. */
export const rightBearer = `Bearer ${madeUpProjectId}`;

/** Changes the responses of one documented response of an operation, and leaves the others alone. */
export function onResponse(
  operation: Operation,
  response: Response,
  edit: (raw: RawResponse, request: WireRequest) => RawResponse,
): Rewrite {
  return async (request, forward) => {
    const raw = await forward(request);
    return !isPrismsOwn(raw) && standsFor(operation, response, raw.status) ? edit(raw, request) : raw;
  };
}

/** Changes the JSON body of such responses. */
export function onBody(operation: Operation, response: Response, edit: (body: Json) => Json): Rewrite {
  return onResponse(operation, response, (raw) => {
    const body = parseJson(raw.text);
    return body === undefined ? raw : withBody(raw, edit(body));
  });
}

/**
 * A change to a provider's unprompted responses only. The examples that are called up by `Prefer` stay right, and so do
 * not give it away: a real provider does not have such a header.
 */
export function unprompted(rewrite: Rewrite): Rewrite {
  return (request, forward) => (request.headers.has("prefer") ? forward(request) : rewrite(request, forward));
}

/** Prism's own errors are not responses of the contract. */
export function isPrismsOwn({ headers }: RawResponse): boolean {
  return headers.has(ownHeader);
}

/** A status is `default`'s if no other response has it by name or by range. */
export function standsFor(operation: Operation, response: Response, status: number): boolean {
  if (response.status !== "default") {
    return covers(response.status, status);
  }
  return !operation.responses.some((one) => covers(one.status, status));
}

export function withBody(raw: RawResponse, body: Json): RawResponse {
  return withText(raw, JSON.stringify(body));
}

/** A response with another value of one field in its JSON body, if that is an object. */
export function withField(raw: RawResponse, name: string, value: Json): RawResponse {
  const body = parseJson(raw.text);
  return isObject(body) ? withBody(raw, { ...body, [name]: value }) : raw;
}

export function withText(raw: RawResponse, text: string, contentType?: string): RawResponse {
  return withHeaders({ ...raw, text }, (headers) => {
    if (contentType !== undefined) {
      headers.set("content-type", contentType);
    }
  });
}

export function withHeaders<T extends { readonly headers: Headers }>(message: T, edit: (headers: Headers) => void): T {
  const headers = new Headers(message.headers);
  edit(headers);
  return { ...message, headers };
}
