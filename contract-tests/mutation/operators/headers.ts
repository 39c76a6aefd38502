import type { Header, Response } from "../../model/operation.js";
import { engineOf } from "../../schema/engine.js";
import { view } from "../../schema/view.js";
import { against, ownGoals } from "../goals.js";
import type { Draft, Operator, Scope } from "../mutant.js";
import { meaningOf } from "../places.js";
import { responseDraft } from "../response-drafts.js";
import { withHeaders } from "../wire.js";

/** The text that a header gets instead, null for none at all, by its trait. */
type Texts = readonly (readonly [particular: string, text: string | null])[];

function onHeaders(scope: Scope, texts: (header: Header) => Texts): Draft[] {
  return scope.operation.responses.flatMap((response) =>
    response.headers.flatMap((header) =>
      texts(header).map(([particular, text]) => draft(scope, response, header.name, header.node.at, particular, text)),
    ),
  );
}

function draft(
  scope: Scope,
  response: Response,
  name: string,
  at: readonly string[],
  particular: string,
  text: string | null,
): Draft {
  const where = `${response.status}/${name}/${particular}`;
  const what = `the header ${name} ${text === null ? "is missing" : `is ${JSON.stringify(text)}`}`;
  return responseDraft(scope, response, { where, what, at }, (raw) =>
    withHeaders(raw, (headers) => {
      if (text === null) {
        headers.delete(name);
      } else {
        headers.set(name, text);
      }
    }),
  );
}

/** Those of some texts that the contract allows, or that it does not. */
function judged({ contract: { validator } }: Scope, { node, schema }: Header, isRight: boolean, texts: Texts): Texts {
  const judge = isRight ? validator.isValid : validator.isInvalid;
  return texts.filter(
    ([, text]) =>
      schema &&
      text !== null &&
      /^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(text) &&
      judge(node, ["schema"], meaningOf(schema, [text])),
  );
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
  const goals = schema ? ownGoals(schema) : [];
  return goals.flatMap((one) => {
    const [value] = schema ? against(schema, [], one) : [];
    return value === undefined ? [] : [[one.goal.keyword, String(value)] as const];
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
        ...judged(scope, header, false, [...usual, ...broken(header)]),
      ]),
  },
  {
    name: "header-varied",
    family: "responses",
    effect: "compatible",
    definition:
      "a header has another value that the contract allows, is missing though it may be, or is one that the contract does not list",
    apply: (scope) => [
      ...onHeaders(scope, (header) => [
        ...(header.required ? [] : ([["left-out", null]] as const)),
        ...judged(scope, header, true, other(header)),
      ]),
      ...scope.operation.responses.map((response) =>
        draft(scope, response, "x-added-header", response.node.at, "added", "any"),
      ),
    ],
  },
];
