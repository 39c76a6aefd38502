import { isObject, type Json } from "../../model/json.js";
import type { Operator } from "../mutant.js";
import { type Answer, onResponse, parsed, withBody, withText } from "../wire.js";

const page = "<!doctype html><html><body><h1>It works</h1></body></html>";

/** Ways for a whole body to be another one. None of them is a body that a contract of JSON allows, but as checked below. */
const edits: readonly { name: string; what: string; edit: (answer: Answer, body: Json) => Answer }[] = [
  { name: "in-array", what: "the body in an array", edit: (answer, body) => withBody(answer, [body]) },
  { name: "in-envelope", what: "the body under `data`", edit: (answer, body) => withBody(answer, { data: body }) },
  { name: "null", what: "null for a body", edit: (answer) => withBody(answer, null) },
  {
    name: "quoted",
    what: "the body as JSON in a JSON string",
    edit: (answer, body) => withBody(answer, JSON.stringify(body)),
  },
  { name: "empty-object", what: "an empty object", edit: (answer) => withBody(answer, {}) },
  { name: "empty", what: "no body", edit: (answer) => withText(answer, "") },
  { name: "truncated", what: "half the body", edit: (answer) => withText(answer, answer.text.slice(0, -2)) },
  { name: "html", what: "an HTML page", edit: (answer) => withText(answer, page, "text/html; charset=utf-8") },
  { name: "html-as-json", what: "an HTML page said to be JSON", edit: (answer) => withText(answer, page) },
];

/** Whole bodies, of every documented answer that has one. */
export const bodies: readonly Operator[] = edits.map(({ name, what, edit }) => ({
  name: `body-${name}`,
  family: "whole bodies",
  verdict: "breaking",
  definition: `an answer comes with ${what} in place of the documented one`,
  apply: ({ contract, operation }) =>
    operation.responses.flatMap((response) =>
      response.content.slice(0, 1).map((media) => ({
        where: response.status,
        at: media.node.at,
        what: `${response.status}: ${what}`,
        provider: {
          rewrite: onResponse(operation, response, (answer) => edit(answer, parsed(answer.text) ?? null)),
        },
        counts: () =>
          media.examples.some(({ value }) => {
            const text = JSON.stringify(value);
            const after = edit({ status: 200, headers: new Headers(), text }, value);
            const json = parsed(after.text);
            return json === undefined || !contract.validator.isValid(media.node, ["schema"], json);
          }),
      })),
    ),
}));

/** Error bodies put together otherwise: the same facts in another shape. */
export const reshaped: readonly Operator[] = [
  {
    name: "error-as-problem",
    family: "error bodies",
    verdict: "breaking",
    definition: "an error comes as a problem document, its facts under the names that RFC 9457 gives them",
    edit: (code: Json, text: Json): Json => ({ type: "about:blank", title: text, code }),
  },
  {
    name: "error-nested",
    family: "error bodies",
    verdict: "breaking",
    definition: "an error comes one level deeper, as a list of errors",
    edit: (code: Json, text: Json): Json => ({ errors: [{ code, text }] }),
  },
].map(
  ({ edit, ...operator }): Operator => ({
    ...operator,
    verdict: "breaking",
    apply: ({ contract, operation }) => {
      const parts = contract.table.errorBody;
      if (!parts) return [];
      const after = (body: Json): Json =>
        isObject(body)
          ? edit(body[parts.code] ?? null, (parts.description === undefined ? null : body[parts.description]) ?? null)
          : body;
      return operation.responses
        .filter(({ status }) => !status.startsWith("2"))
        .flatMap((response) =>
          response.content.slice(0, 1).map((media) => ({
            where: response.status,
            at: media.node.at,
            what: `${response.status}: the error in another shape`,
            provider: {
              rewrite: onResponse(operation, response, (answer) => {
                const body = parsed(answer.text);
                return body === undefined ? answer : withBody(answer, after(body));
              }),
            },
            counts: () =>
              media.examples.some(({ value }) => !contract.validator.isValid(media.node, ["schema"], after(value))),
          })),
        );
    },
  }),
);
