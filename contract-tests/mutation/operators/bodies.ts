import { isObject, type Json, parseJson } from "../../model/json.js";
import { errorParts } from "../../model/table.js";
import type { Operator } from "../mutant.js";
import { failures, responseDraft, withoutEffect } from "../response-drafts.js";
import { type RawResponse, withBody, withText } from "../wire.js";

const page = "<!doctype html><html><body><h1>It works</h1></body></html>";

/** Ways for a whole body to be another one. */
const edits: readonly { name: string; what: string; edit: (raw: RawResponse, body: Json) => RawResponse }[] = [
  { name: "in-array", what: "the body in an array", edit: (raw, body) => withBody(raw, [body]) },
  { name: "in-envelope", what: "the body under `data`", edit: (raw, body) => withBody(raw, { data: body }) },
  { name: "null", what: "null for a body", edit: (raw) => withBody(raw, null) },
  {
    name: "quoted",
    what: "the body as JSON in a JSON string",
    edit: (raw, body) => withBody(raw, JSON.stringify(body)),
  },
  { name: "empty-object", what: "an empty object", edit: (raw) => withBody(raw, {}) },
  { name: "empty", what: "no body", edit: (raw) => withText(raw, "") },
  { name: "truncated", what: "half the body", edit: (raw) => withText(raw, raw.text.slice(0, -2)) },
  { name: "html", what: "an HTML page", edit: (raw) => withText(raw, page, "text/html; charset=utf-8") },
  { name: "html-as-json", what: "an HTML page labelled as JSON", edit: (raw) => withText(raw, page) },
];

/** Whole bodies, of every documented response that has one. */
export const bodies: readonly Operator[] = edits.map(({ name, what, edit }) => ({
  name: `body-${name}`,
  family: "whole bodies",
  effect: "breaking",
  definition: `a response has ${what} in place of the documented body`,
  apply: (scope) =>
    scope.operation.responses.flatMap((response) =>
      response.content.slice(0, 1).map((media) => ({
        ...responseDraft(scope, response, { where: response.status, at: media.node.at, what }, (raw) =>
          edit(raw, parseJson(raw.text) ?? null),
        ),
        equivalent: withoutEffect(scope, { response, media }, "breaking", (body) => {
          const raw = { status: 200, headers: new Headers(), text: JSON.stringify(body) };
          return parseJson(edit(raw, body).text);
        }),
      })),
    ),
}));

const shapes = [
  {
    name: "error-as-problem",
    definition: "an error is a problem document, its parts under the names of RFC 9457",
    edit: (code: Json, text: Json): Json => ({ type: "about:blank", title: text, code }),
  },
  {
    name: "error-nested",
    definition: "an error is wrapped in a list of errors",
    edit: (code: Json, text: Json): Json => ({ errors: [{ code, text }] }),
  },
];

/** Error bodies put together otherwise: the same facts in another shape. */
export const reshaped: readonly Operator[] = shapes.map(({ name, definition, edit }) => ({
  ...{ name, definition, family: "error bodies", effect: "breaking" },
  apply: (scope) => {
    const parts = errorParts(scope.contract.operations);
    if (!parts) {
      return [];
    }
    const part = (body: Json, name: string | undefined) =>
      (isObject(body) && name !== undefined ? body[name] : null) ?? null;
    const after = (body: Json): Json =>
      isObject(body) ? edit(part(body, parts.code), part(body, parts.description)) : body;
    return failures(scope.operation).flatMap((response) =>
      response.content.slice(0, 1).map((media) => ({
        ...responseDraft(
          scope,
          response,
          { where: response.status, at: media.node.at, what: "the error in another shape" },
          (raw) => {
            const body = parseJson(raw.text);
            return body === undefined ? raw : withBody(raw, after(body));
          },
        ),
        equivalent: withoutEffect(scope, { response, media }, "breaking", after),
      })),
    );
  },
}));
