import { documentedRejection, type Rejection } from "../mock/responses.js";
import { isObject, type Json, parseJson } from "../model/json.js";
import { isSuccess, type Operation, type Response } from "../model/operation.js";
import type { Scope } from "./mutant.js";
import { htmlPage } from "./voice.js";
import { isPrismsOwn, type RawResponse, type Rewrite, standsFor, type WireRequest, withBody } from "./wire.js";

/** The family of mutants that are wrong for some requests only. */
export const dependent = "responses that depend on the request";

/** The response that refuses requests for a cause; undefined if the contract does not say. */
export function refusalFor(operation: Operation, cause: Rejection): Response | undefined {
  const response = documentedRejection(operation, cause)?.response;
  return response?.status === "default" && response.content.length === 0 ? undefined : response;
}

/**
 * A response that breaks the contract in the smallest way there is: without one required field, else with another body,
 * else, if every body is right, with a page of the server in its place.
 */
export function damaged({ contract, operation }: Scope, raw: RawResponse): RawResponse {
  const response = operation.responses.find((one) => standsFor(operation, one, raw.status));
  const media = response?.content[0];
  const body = parseJson(raw.text);
  // A mock makes up a body without an example: its contents are not looked at.
  if (!media || body === undefined || media.examples.length === 0) {
    return htmlPage(500);
  }
  const smaller: Json[] = isObject(body) ? Object.keys(body).map((name) => without(body, name)) : [];
  const wrong = [...smaller, {}, null].find((one) => contract.validator.isInvalid(media.node, ["schema"], one));
  return wrong === undefined ? htmlPage(500) : withBody(raw, wrong);
}

function without(object: { [key: string]: Json }, name: string): Json {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

/** Changes the successes that come unprompted, if the request meets the condition. */
export function onSuccess(
  operation: Operation,
  fires: (request: WireRequest) => boolean,
  edit: (raw: RawResponse, request: WireRequest) => RawResponse,
): Rewrite {
  return where(operation, ({ status }) => isSuccess(status), fires, edit);
}

/** Changes the refusals of one kind, if the request meets the condition. */
export function onRefusal(
  operation: Operation,
  documented: Response,
  fires: (request: WireRequest) => boolean,
  edit: (raw: RawResponse, request: WireRequest) => RawResponse,
): Rewrite {
  return where(operation, (response) => response === documented, fires, edit);
}

function where(
  operation: Operation,
  applies: (response: Response) => boolean,
  fires: (request: WireRequest) => boolean,
  edit: (raw: RawResponse, request: WireRequest) => RawResponse,
): Rewrite {
  return async (request, forward) => {
    const raw = await forward(request);
    // Responses that Prefer calls up stay right: only those that come without it depend on the request.
    if (request.headers.has("prefer") || isPrismsOwn(raw)) {
      return raw;
    }
    const response = operation.responses.find((one) => standsFor(operation, one, raw.status));
    return response && applies(response) && fires(request) ? edit(raw, request) : raw;
  };
}
