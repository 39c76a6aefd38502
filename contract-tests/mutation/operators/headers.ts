import type { Json } from "../../model/json.js";
import { objectAt } from "../../model/node.js";
import type { Header, Response } from "../../model/operation.js";
import { listed, numeric, view } from "../../schema/view.js";
import type { Draft, Operator, Scope, Verdict } from "../mutant.js";
import { onResponse, withHeaders } from "../wire.js";

interface OnHeaders {
  readonly name: string;
  readonly verdict: Verdict;
  readonly definition: string;
  /** The texts that the header gets instead, by what is particular about them; null takes it away. */
  readonly texts: (scope: Scope, header: Header) => Readonly<Record<string, string | null>>;
}

function onHeaders({ name, verdict, definition, texts }: OnHeaders): Operator {
  return {
    name,
    family: verdict === "breaking" ? "headers" : "responses",
    verdict,
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

function draft(
  { operation }: Scope,
  response: Response,
  header: Header,
  particular: string,
  text: string | null,
): Draft {
  return {
    where: `${response.status}/${header.name}${particular === "" ? "" : `/${particular}`}`,
    at: header.node.at,
    what: `${response.status}: the header ${header.name} ${text === null ? "does not come" : `comes as ${JSON.stringify(text)}`}`,
    provider: {
      rewrite: onResponse(operation, response, (answer) =>
        withHeaders(answer, (headers) => {
          if (text === null) headers.delete(header.name);
          else headers.set(header.name, text);
        }),
      ),
    },
    counts: () => true,
  };
}

/** What a header's text says, for a schema of numbers or booleans as the value it is. */
function read(header: Header, text: string): Json {
  const types = header.schema ? view(header.schema).types : [];
  if (
    types.some((type) => type === "integer" || type === "number") &&
    text.trim() !== "" &&
    Number.isFinite(Number(text))
  )
    return Number(text);
  return types.includes("boolean") && (text === "true" || text === "false") ? text === "true" : text;
}

function ofVerdict(
  { contract }: Scope,
  header: Header,
  verdict: Verdict,
  texts: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([particular, text]): [string, string][] =>
      text !== undefined &&
      header.schema &&
      contract.validator.isValid(header.node, ["schema"], read(header, text)) === (verdict === "compatible")
        ? [[particular, text]]
        : [],
    ),
  );
}

/** The headers of answers. */
export const headers: readonly Operator[] = [
  onHeaders({
    name: "header-removed",
    verdict: "breaking",
    definition: "a header that the contract requires does not come",
    texts: (_scope, { required }): Record<string, null> => (required ? { "": null } : {}),
  }),
  {
    name: "header-renamed",
    family: "headers",
    verdict: "breaking",
    definition: "a header that the contract requires comes under another name",
    apply: ({ operation }) =>
      operation.responses.flatMap((response) =>
        response.headers
          .filter(({ required }) => required)
          .map(({ name, node }) => ({
            where: `${response.status}/${name}`,
            at: node.at,
            what: `${response.status}: the header ${name} is renamed to X-${name}`,
            provider: {
              rewrite: onResponse(operation, response, (answer) =>
                withHeaders(answer, (all) => {
                  all.set(`x-${name}`, all.get(name) ?? "");
                  all.delete(name);
                }),
              ),
            },
            counts: () => true,
          })),
      ),
  },
  onHeaders({
    name: "header-value-broken",
    verdict: "breaking",
    definition: "a header comes with a value that the contract does not allow there",
    texts: (scope, header) => {
      const keywords = header.schema ? view(header.schema).keywords : {};
      const least = numeric(keywords, "minimum");
      const most = numeric(keywords, "maximum");
      return ofVerdict(scope, header, "breaking", {
        word: "soon",
        date: "Wed, 21 Oct 2026 07:28:00 GMT",
        fraction: "1.5",
        unit: "60s",
        empty: "",
        minimum: least === undefined ? undefined : String(least - 1),
        maximum: most === undefined ? undefined : String(most + 1),
      });
    },
  }),
  onHeaders({
    name: "optional-header-left-out",
    verdict: "compatible",
    definition: "a header that the contract does not require does not come",
    texts: (_scope, { required }): Record<string, null> => (required ? {} : { "": null }),
  }),
  onHeaders({
    name: "header-value-changed",
    verdict: "compatible",
    definition: "a header comes with another value that the contract allows",
    texts: (scope, header) => {
      const keywords = header.schema ? view(header.schema).keywords : {};
      const other = listed(keywords)?.at(-1) ?? numeric(keywords, "maximum") ?? numeric(keywords, "minimum") ?? 7;
      const shown = objectAt(header.node).example;
      return ofVerdict(scope, header, "compatible", {
        "": String(other) === String(shown) ? undefined : String(other),
      });
    },
  }),
  {
    name: "header-added",
    family: "responses",
    verdict: "compatible",
    definition: "a header comes that the contract does not list",
    apply: ({ operation }) =>
      operation.responses.map((response) => ({
        where: response.status,
        at: response.node.at,
        what: `${response.status}: a header more`,
        provider: {
          rewrite: onResponse(operation, response, (answer) =>
            withHeaders(answer, (all) => all.set("x-added-header", "added")),
          ),
        },
        counts: () => true,
      })),
  },
];
