import { isObject, type Json, parseJson } from "../model/json.js";
import { covers, isSuccess, type Operation, type Response } from "../model/operation.js";
import { madeUpProjectId } from "../provider/target.js";
import { type Forward, ownHeader, type RawResponse, type WireRequest } from "../provider/wire.js";

/** The response of a mutated provider to a request: its own, or a changed one of the provider behind it. */
export type Rewrite = (request: WireRequest, forward: Forward) => Promise<RawResponse>;

/** A change to a response, in view of the request. */
export type Edit = (raw: RawResponse, request: WireRequest) => RawResponse;

/** Tells the requests for which something is changed. */
export type Fires = (request: WireRequest) => boolean;

/** The credentials that the provider behind a mutant knows. */
export const rightBearer = `Bearer ${madeUpProjectId}`;

/** Changes one documented response of an operation, and leaves the others alone. */
export function onResponse(operation: Operation, response: Response, edit: Edit, fires: Fires = () => true): Rewrite {
  return rewriting(operation, (one) => one === response, edit, fires);
}

/** Changes the successes that come unprompted, if the request meets the condition. */
export function onSuccess(operation: Operation, edit: Edit, fires: Fires = () => true): Rewrite {
  return rewriting(
    operation,
    ({ status }) => isSuccess(status),
    edit,
    (one) => isUnprompted(one) && fires(one),
  );
}

/** Changes the refusals of one kind that come unprompted, if the request meets the condition. */
export function onRefusal(operation: Operation, refusal: Response, edit: Edit, fires: Fires = () => true): Rewrite {
  return onResponse(operation, refusal, edit, (one) => isUnprompted(one) && fires(one));
}

function rewriting(operation: Operation, isMeant: (response: Response) => boolean, edit: Edit, fires: Fires): Rewrite {
  return async (request, forward) => {
    const raw = await forward(request);
    const response = isPrismsOwn(raw) ? undefined : documentedAs(operation, raw);
    return response && isMeant(response) && fires(request) ? edit(raw, request) : raw;
  };
}

/**
 * Whether a response comes of itself. The examples that are called up by `Prefer` stay right, and so do not give a change
 * away: a real provider does not have such a header.
 */
export const isUnprompted: Fires = ({ headers }) => !headers.has("prefer");

/** Prism's own errors are not responses of the contract. */
export function isPrismsOwn({ headers }: RawResponse): boolean {
  return headers.has(ownHeader);
}

/** The documented response that a response is. A status is `default`'s if no other has it by name or by range. */
export function documentedAs({ responses }: Operation, { status }: RawResponse): Response | undefined {
  return responses.find((one) => covers(one.status, status)) ?? responses.find((one) => one.status === "default");
}

/** Changes a JSON body, and leaves others alone. */
export function inBody(edit: (body: Json) => Json): (raw: RawResponse) => RawResponse {
  return (raw) => {
    const body = parseJson(raw.text);
    return body === undefined ? raw : withBody(raw, edit(body));
  };
}

/** Sets a field of a JSON body, if that is an object. */
export function withField(name: string, value: Json): (raw: RawResponse) => RawResponse {
  return inBody((body) => (isObject(body) ? { ...body, [name]: value } : body));
}

export function withBody(raw: RawResponse, body: Json): RawResponse {
  return { ...raw, text: JSON.stringify(body) };
}

/** A message with another value of a header; null for none. */
export function withHeader<T extends { readonly headers: Headers }>(message: T, name: string, value: string | null): T {
  const headers = new Headers(message.headers);
  headers.delete(name);
  if (value !== null) {
    headers.set(name, value);
  }
  return { ...message, headers };
}

/** The response of a server in front of a provider. */
export function htmlPage(status: number): RawResponse {
  return rawResponse(status, "text/html; charset=utf-8", `<html><body><h1>${status}</h1></body></html>`);
}

export function rawResponse(status: number, contentType: string, text: string): RawResponse {
  return { status, headers: new Headers({ "content-type": contentType }), text };
}
