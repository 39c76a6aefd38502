import { isObject, type Json, parseJson } from "../../model/json.js";
import { errorParts } from "../../model/table.js";
import type { RawResponse } from "../../provider/wire.js";
import { bodyDraft, failures } from "../drafts.js";
import type { Operator } from "../mutant.js";
import { inBody, withBody, withHeader } from "../wire.js";

const page = "<!doctype html><html><body><h1>It works</h1></body></html>";

/** Ways for a whole body to be another one. */
const edits: readonly (readonly [name: string, what: string, edit: (raw: RawResponse, body: Json) => RawResponse])[] = [
  ["in-array", "the body in an array", (raw, body) => withBody(raw, [body])],
  ["in-envelope", "the body under `data`", (raw, body) => withBody(raw, { data: body })],
  ["null", "null for a body", (raw) => withBody(raw, null)],
  ["quoted", "the body as JSON in a JSON string", (raw, body) => withBody(raw, JSON.stringify(body))],
  ["empty-object", "an empty object", (raw) => withBody(raw, {})],
  ["empty", "no body", (raw) => ({ ...raw, text: "" })],
  ["truncated", "half the body", (raw) => ({ ...raw, text: raw.text.slice(0, -2) })],
  ["html", "an HTML page", (raw) => withHeader({ ...raw, text: page }, "content-type", "text/html; charset=utf-8")],
  ["html-as-json", "an HTML page labelled as JSON", (raw) => ({ ...raw, text: page })],
];

/** Other shapes for the facts of an error. */
const shapes: readonly (readonly [name: string, definition: string, edit: (code: Json, text: Json) => Json])[] = [
  [
    "error-as-problem",
    "an error is a problem document, its parts under the names of RFC 9457",
    (code, text) => ({ type: "about:blank", title: text, code }),
  ],
  ["error-nested", "an error is wrapped in a list of errors", (code, text) => ({ errors: [{ code, text }] })],
];

/** Whole bodies, of every documented response that has one. */
export const bodies: readonly Operator[] = [
  ...edits.map(
    ([name, what, edit]): Operator => ({
      name: `body-${name}`,
      family: "whole bodies",
      effect: "breaking",
      definition: `a response has ${what} in place of the documented body`,
      apply: (scope) =>
        scope.operation.responses.flatMap((response) =>
          response.content
            .slice(0, 1)
            .map((media) =>
              bodyDraft(scope, { response, media }, "breaking", { where: "", at: media.node.at, what }, (raw) =>
                edit(raw, parseJson(raw.text) ?? null),
              ),
            ),
        ),
    }),
  ),
  ...shapes.map(
    ([name, definition, edit]): Operator => ({
      name,
      family: "error bodies",
      effect: "breaking",
      definition,
      apply: (scope) => {
        const { code, description } = errorParts(scope.contract.operations) ?? {};
        if (code === undefined) {
          return [];
        }
        const part = (body: Json, field = "") => (isObject(body) ? body[field] : null) ?? null;
        const after = (body: Json) => (isObject(body) ? edit(part(body, code), part(body, description)) : body);
        return failures(scope.operation).flatMap((response) =>
          response.content.slice(0, 1).map((media) => {
            const told = { where: "", at: media.node.at, what: "the error in another shape" };
            return bodyDraft(scope, { response, media }, "breaking", told, inBody(after));
          }),
        );
      },
    }),
  ),
];
