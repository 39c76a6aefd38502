import type { Scope } from "../../cases/case.js";
import type { Header } from "../../model/operation.js";
import { allows, forbids } from "../../model/validator.js";
import { engineOf } from "../../schema/engine.js";
import { view } from "../../schema/view.js";
import { responseDraft } from "../drafts.js";
import { against, ownGoals } from "../goals.js";
import type { Draft, Operator } from "../mutant.js";
import { readingOf } from "../places.js";
import { withHeader } from "../wire.js";

/** The text that a header gets instead, null for none at all, by its name in the id of the mutant. */
type Texts = readonly (readonly [name: string, text: string | null])[];

/** Mutants in which a response has other headers, those documented or one that is not. */
function onHeaders(scope: Scope, texts: (header: Header) => Texts, added: Texts = []): Draft[] {
  return scope.operation.responses.flatMap((response) =>
    [
      ...response.headers.map((header) => ({ ...header, to: texts(header) })),
      { name: "x-added-header", node: response.node, to: added },
    ].flatMap(({ name, node: { at }, to }) =>
      to.map(([how, text]) => {
        const what = `the header ${name} ${text === null ? "is missing" : `is ${JSON.stringify(text)}`}`;
        const told = { where: `${name}/${how}`, what, at };
        return responseDraft(scope, response, told, (raw) => withHeader(raw, name, text));
      }),
    ),
  );
}

/** Those of some texts that the contract allows, or that it does not. */
function judged(header: Header, isRight: boolean, texts: Texts): Texts {
  const { schema } = header;
  const parameter = { ...header, in: "header" as const, schemaTokens: ["schema"], examples: [] };
  return texts.filter(([, text]) => {
    const read = text !== null && /^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(text) ? readingOf(parameter, [text]) : undefined;
    return schema && read !== undefined && (isRight ? allows : forbids)(schema, read);
  });
}

/** The texts that servers write in place of the documented ones. */
const usual: Texts = [
  ["word", "soon"],
  ["date", "Wed, 21 Oct 2026 07:28:00 GMT"],
  ["fraction", "1.5"],
  ["unit", "60s"],
  ["empty", ""],
];

function broken({ schema }: Header): Texts {
  return (schema ? ownGoals(schema) : []).flatMap(({ goal }) => {
    const [value] = schema ? against(schema, [], goal) : [];
    return value === undefined ? [] : [[goal.keyword, String(value)] as const];
  });
}

function other({ schema }: Header): Texts {
  const values = schema ? engineOf(schema).sampler.values(view(schema).held, { count: 3 }) : [];
  return values.map((value, index) => [`value-${index + 1}`, String(value)]);
}

/** The headers of responses. */
export const headers: readonly Operator[] = [
  {
    name: "header-wrong",
    family: "headers",
    effect: "breaking",
    definition: "a header that the contract requires is missing, or one has a value that the contract does not allow",
    apply: (scope) =>
      onHeaders(scope, (header) => [
        ...(header.required ? ([["removed", null]] as const) : []),
        ...judged(header, false, [...usual, ...broken(header)]),
      ]),
  },
  {
    name: "header-varied",
    family: "responses",
    effect: "compatible",
    definition:
      "a header has another value that the contract allows, is missing though it may be, or is one that the contract does not list",
    apply: (scope) =>
      onHeaders(
        scope,
        (header) => [
          ...(header.required ? [] : ([["left-out", null]] as const)),
          ...judged(header, true, other(header)),
        ],
        [["added", "any"]],
      ),
  },
];
