import { canonical, isObject, type Json } from "../../contract-tests/model/json.js";
import { type Node, objectAt } from "../../contract-tests/model/node.js";
import { view } from "../../contract-tests/schema/view.js";
import type { SchemaPair } from "./candidates.js";
import type { Difference, Kind } from "./difference.js";
import { fieldsOf, isFreeForm, partsOf } from "./place.js";
import type { ValueContext } from "./values.js";

type Change = Pick<Difference, "kind" | "message"> & {
  readonly place: readonly string[];
  readonly ours: Node;
  readonly theirs: Node;
};

/**
 * What no value can show, because both sides take it: a field that only one of them lists while the other is open, and
 * what is said of a field besides its values. None of it breaks a consumer: what a closed object refuses, and what a
 * required field promises, the search finds by itself.
 */
export function changedFields(
  pair: SchemaPair,
  context: ValueContext,
  taken: { readonly ours: readonly Json[]; readonly theirs: readonly Json[] },
): Difference[] {
  return changes(pair.ours, pair.theirs, context, [], []).map(({ place, kind, message, ours, theirs }) => {
    const side = kind === "field-new" ? taken.theirs : taken.ours;
    const value = kind === "field-new" || kind === "field-not-listed" ? smallestWith(side, place) : undefined;
    return {
      verdict: "compatible",
      kind,
      operation: context.operation,
      part: context.part,
      field: place.join("."),
      message,
      ours: ours.pointer,
      theirs: theirs.pointer,
      ...(value !== undefined && { witness: { what: whatOf(kind, context), value } }),
    };
  });
}

function changes(
  ours: Node,
  theirs: Node,
  context: ValueContext,
  place: readonly string[],
  within: readonly string[],
): Change[] {
  const key = `${ours.pointer} ${theirs.pointer}`;
  if (within.includes(key)) return [];
  const here = [...within, key];
  const [listed, there] = [fieldsOf(ours), fieldsOf(theirs)];
  const change = (
    kind: Kind,
    name: string,
    message: string,
    at: { ours?: Node | undefined; theirs?: Node | undefined },
  ) => ({
    kind,
    message,
    place: [...place, name],
    ours: at.ours ?? ours,
    theirs: at.theirs ?? theirs,
  });
  const request = context.way === "request";
  // Against an object of which they say nothing, every field would be "not listed".
  const gone =
    isFreeForm(theirs) || view(theirs).additional === false ? [] : [...listed].filter(([name]) => !there.has(name));
  const added = [...there].filter(([name]) => !listed.has(name));
  return [
    ...gone.flatMap(([name, [field]]) =>
      partsOf(theirs, "additionalProperties").length > 0
        ? []
        : [
            change(
              "field-not-listed",
              name,
              request ? "is not listed there: accepted, perhaps ignored" : "is not listed there: need not come",
              { ours: field },
            ),
          ],
    ),
    ...added.map(([name, [field]]) => change("field-new", name, "is new there", { theirs: field })),
    ...[...listed].flatMap(([name, [field]]) => {
      const [other] = there.get(name) ?? [];
      if (!field || !other) return [];
      return [
        ...besides(field, other).map(([kind, message]) => change(kind, name, message, { ours: field, theirs: other })),
        ...changes(field, other, context, [...place, name], here),
      ];
    }),
    ...partsOf(ours, "items").flatMap((item) =>
      partsOf(theirs, "items").flatMap((other) => changes(item, other, context, [...place, "[]"], here)),
    ),
  ];
}

function besides(ours: Node, theirs: Node): [Kind, string][] {
  const [here, there] = [objectAt(ours), objectAt(theirs)];
  return [
    ...(there.deprecated === true && here.deprecated !== true
      ? [["field-deprecated", "is deprecated there"] as [Kind, string]]
      : []),
    ...(there.default !== undefined &&
    here.default !== undefined &&
    canonical(there.default) !== canonical(here.default)
      ? [
          [
            "default-changed",
            `stands for ${canonical(there.default)} when left out, not ${canonical(here.default)}`,
          ] as [Kind, string],
        ]
      : []),
  ];
}

function whatOf(kind: Kind, context: ValueContext): string {
  if (context.way === "request") return kind === "field-new" ? "can be sent now" : "accepted there too";
  return kind === "field-new" ? "can come now" : "came before";
}

/** The smallest value that has something at a place. */
function smallestWith(values: readonly Json[], place: readonly string[]): Json | undefined {
  let best: { value: Json; length: number } | undefined;
  for (const value of values) {
    if (!has(value, place)) continue;
    const { length } = JSON.stringify(value);
    if (best === undefined || length < best.length) best = { value, length };
  }
  return best?.value;
}

function has(value: Json, place: readonly string[]): boolean {
  const [token, ...rest] = place;
  if (token === undefined) return true;
  if (token === "[]") return Array.isArray(value) && value.some((item) => has(item, rest));
  if (!isObject(value)) return false;
  const inner = value[token];
  return inner !== undefined && has(inner, rest);
}
