import type { Json } from "../../model/json.js";
import { objectAt } from "../../model/node.js";
import type { Header, Response } from "../../model/operation.js";
import { asked } from "../../schema/engine.js";
import { view } from "../../schema/view.js";
import type { Draft, Effect, Operator, Scope } from "../mutant.js";
import { responseDraft } from "../response-drafts.js";
import { withHeaders } from "../wire.js";

interface OnHeaders {
  readonly name: string;
  readonly effect: Effect;
  readonly definition: string;
  /** The texts that the header gets instead, by what is particular about them; null takes it away. */
  readonly texts: (scope: Scope, header: Header) => Readonly<Record<string, string | null>>;
}

function onHeaders({ name, effect, definition, texts }: OnHeaders): Operator {
  return {
    name,
    family: effect === "breaking" ? "headers" : "responses",
    effect,
    definition,
    apply: (scope) =>
      scope.operation.responses.flatMap((response) =>
        response.headers.flatMap((header) =>
          Object.entries(texts(scope, header)).map(([particular, text]) =>
            draft(scope, response, header, particular, text),
          ),
        ),
      ),
  };
}

function draft(scope: Scope, response: Response, header: Header, particular: string, text: string | null): Draft {
  const where = `${response.status}/${header.name}${particular === "" ? "" : `/${particular}`}`;
  const what = `the header ${header.name} ${text === null ? "is missing" : `is ${JSON.stringify(text)}`}`;
  return responseDraft(scope, response, { where, what, at: header.node.at }, (raw) =>
    withHeaders(raw, (headers) => {
      if (text === null) {
        headers.delete(header.name);
      } else {
        headers.set(header.name, text);
      }
    }),
  );
}

/** What a header's text says, for a schema of numbers or booleans as the value it is. */
function read(header: Header, text: string): Json {
  const types = header.schema ? view(header.schema).types : [];
  if (
    types.some((type) => type === "integer" || type === "number") &&
    text.trim() !== "" &&
    Number.isFinite(Number(text))
  ) {
    return Number(text);
  }
  return types.includes("boolean") && (text === "true" || text === "false") ? text === "true" : text;
}

function ofVerdict(
  { contract }: Scope,
  header: Header,
  effect: Effect,
  texts: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([particular, text]): [string, string][] =>
      text !== undefined &&
      header.schema &&
      contract.validator.isValid(header.node, ["schema"], read(header, text)) === (effect === "compatible")
        ? [[particular, text]]
        : [],
    ),
  );
}

/** The headers of responses. */
export const headers: readonly Operator[] = [
  onHeaders({
    name: "header-removed",
    effect: "breaking",
    definition: "a header that the contract requires is missing",
    texts: (_scope, { required }): Record<string, null> => (required ? { "": null } : {}),
  }),
  {
    name: "header-renamed",
    family: "headers",
    effect: "breaking",
    definition: "a header that the contract requires has another name",
    apply: (scope) =>
      scope.operation.responses.flatMap((response) =>
        response.headers
          .filter(({ required }) => required)
          .map(({ name, node }) => {
            const what = `the header ${name} is renamed to X-${name}`;
            return responseDraft(scope, response, { where: `${response.status}/${name}`, what, at: node.at }, (raw) =>
              withHeaders(raw, (all) => {
                all.set(`x-${name}`, all.get(name) ?? "");
                all.delete(name);
              }),
            );
          }),
      ),
  },
  onHeaders({
    name: "header-value-broken",
    effect: "breaking",
    definition: "a header has a value that the contract does not allow",
    texts: (scope, header) => {
      const [least, most] = ["minimum", "maximum"].map((keyword) => header.schema && asked(header.schema, keyword));
      return ofVerdict(scope, header, "breaking", {
        word: "soon",
        date: "Wed, 21 Oct 2026 07:28:00 GMT",
        fraction: "1.5",
        unit: "60s",
        empty: "",
        minimum: least === undefined ? undefined : String(Number(least) - 1),
        maximum: most === undefined ? undefined : String(Number(most) + 1),
      });
    },
  }),
  onHeaders({
    name: "optional-header-left-out",
    effect: "compatible",
    definition: "a header that the contract does not require is missing",
    texts: (_scope, { required }): Record<string, null> => (required ? {} : { "": null }),
  }),
  onHeaders({
    name: "header-value-changed",
    effect: "compatible",
    definition: "a header has another value that the contract allows",
    texts: (scope, header) => {
      const [least, most] = ["minimum", "maximum"].map((keyword) => header.schema && asked(header.schema, keyword));
      const other = (header.schema && view(header.schema).facts.listed?.at(-1)) ?? most ?? least ?? 7;
      const shown = objectAt(header.node).example;
      return ofVerdict(scope, header, "compatible", {
        "": String(other) === String(shown) ? undefined : String(other),
      });
    },
  }),
  {
    name: "header-added",
    family: "responses",
    effect: "compatible",
    definition: "a header is added that the contract does not list",
    apply: (scope) =>
      scope.operation.responses.map((response) =>
        responseDraft(scope, response, { where: response.status, what: "a header more" }, (raw) =>
          withHeaders(raw, (all) => all.set("x-added-header", "added")),
        ),
      ),
  },
];
