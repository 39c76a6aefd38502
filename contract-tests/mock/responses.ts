import type { Json } from "../model/json.js";
import { child, type Node, objectAt } from "../model/node.js";
import {
  covers,
  type Example,
  isSuccess,
  type MediaType,
  mayHaveBody,
  type Operation,
  type Response,
} from "../model/operation.js";
import { decoded } from "../model/text.js";
import type { RawResponse } from "../provider/wire.js";
import { validSamples } from "../schema/valid-samples.js";
import type { Takes } from "./reference-validator.js";

/** A documented response of an operation, to be served. */
export interface Served {
  readonly response: Response;
  readonly status: number;
  /** The name of the example; undefined if the contract shows none, and a valid value was made. */
  readonly example: string | undefined;
}

/** Why a request is not accepted. */
export type Rejection = "invalid-request" | "credentials";

const usualStatuses: Readonly<Record<Rejection, readonly string[]>> = {
  "invalid-request": ["422", "400", "4XX", "default"],
  credentials: ["401", "403", "4XX", "default"],
};

/** The first documented success of an operation, with its first example. */
export function success({ responses }: Operation): Served | undefined {
  const response =
    responses.find(({ status }) => isSuccess(status)) ?? responses.find(({ status }) => status === "default");
  if (!response) {
    return undefined;
  }
  const status = /^\d{3}$/.test(response.status) ? Number(response.status) : 200;
  return { response, status, example: examplesOf(response)[0]?.name };
}

/** The response documented for a rejection: the one marked with the cause, else the one that HTTP suggests. */
export function documentedRejection({ responses }: Operation, cause: Rejection): Served | undefined {
  const response =
    responses.find(({ causes }) => causes.includes(cause)) ??
    usualStatuses[cause].flatMap((status) =>
      responses.filter((one) => one.status.toUpperCase() === status.toUpperCase()),
    )[0];
  if (!response) {
    return undefined;
  }
  const natural = cause === "credentials" ? 401 : 400;
  const status = /^\d{3}$/.test(response.status) ? Number(response.status) : natural;
  const examples = examplesOf(response);
  return { response, status, example: (examples.find((one) => one.cause === cause) ?? examples[0])?.name };
}

/** The response that a request calls up. */
export interface Preference {
  readonly code?: number;
  readonly exampleKey?: string;
}

/** Prism's `Prefer: code=404, example=name`; a name may have any characters, those beyond ASCII percent-encoded. */
export function preferenceOf(header: string | null): Preference {
  const code = /\bcode=["']?(\d{3})\b/.exec(header ?? "")?.[1];
  const name = /\bexample=(.*)$/.exec(header ?? "")?.[1]?.replace(/^"(.*)"$/, "$1");
  return { ...(code !== undefined && { code: Number(code) }), ...(name && { exampleKey: decoded(name) ?? name }) };
}

/** The response that is called up; undefined if the contract has none for that status. */
export function preferred({ responses }: Operation, { code: status = 0, exampleKey }: Preference): Served | undefined {
  const response =
    responses.find((one) => one.status === String(status)) ??
    responses.find((one) => covers(one.status, status)) ??
    responses.find((one) => one.status === "default");
  if (!response || status < 100) {
    return undefined;
  }
  const examples = examplesOf(response);
  return { response, status, example: (examples.find((one) => one.name === exampleKey) ?? examples[0])?.name };
}

/** A documented response with its content type, headers, and a valid body. */
export function rendered({ response, status, example }: Served, takes: Takes): RawResponse {
  const media = response.content.find(({ mediaType }) => /json/i.test(mediaType)) ?? response.content[0];
  const headers = new Headers();
  for (const { name, node, schema, required } of response.headers) {
    if (name.toLowerCase() === "content-type") {
      continue;
    }
    const shown = objectAt(node).example ?? objectAt(child(node, "schema")).example;
    const made = shown ?? (required && schema ? madeValue(schema, takes) : undefined);
    if (made !== undefined) {
      headers.set(name, [made].flat().map(String).join(","));
    }
  }
  if (!media || !mayHaveBody(status)) {
    return { status, headers, text: "" };
  }
  headers.set("content-type", media.mediaType.includes("*") ? "application/json" : media.mediaType);
  return { status, headers, text: JSON.stringify(bodyFor(media, example, takes)) };
}

function bodyFor(media: MediaType, example: string | undefined, takes: Takes): Json {
  const shown = media.examples.find(({ name }) => name === example);
  if (shown) {
    return shown.value;
  }
  return (media.schema && madeValue(media.schema, takes)) ?? null;
}

function madeValue(schema: Node, takes: Takes): Json | undefined {
  return validSamples(schema).find(({ value }) => takes(schema, value))?.value;
}

function examplesOf({ content }: Response): readonly Example[] {
  return (content.find(({ mediaType }) => /json/i.test(mediaType)) ?? content[0])?.examples ?? [];
}
