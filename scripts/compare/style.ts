import type { Node } from "../../contract-tests/model/node.js";
import { parameterStyle } from "../../contract-tests/model/parameter-style.js";
import type { Comparer } from "../../contract-tests/schema/comparer.js";
import { type Conjunction, unionCases } from "../../contract-tests/schema/conjunction.js";
import { alone } from "../../contract-tests/schema/facts.js";
import { type Schema, type TypeName, typeNames } from "../../contract-tests/schema/schema.js";

/** The names of two styles; undefined if they put the values of a schema into the same text. */
export function otherStyle(
  ours: Node,
  theirs: Node,
  sent: Schema,
  comparer: Comparer,
): Readonly<Record<"ours" | "theirs", string>> | undefined {
  const types = typesOf(alone(sent), comparer);
  // A schema without a type is mostly a plain text.
  const sure = types.size === typeNames.length ? new Set<TypeName>(["string"]) : types;
  const [here, there] = [ours, theirs].map((node) => {
    const { apart, deep, fields, pair, prefix, separator } = parameterStyle(node);
    return JSON.stringify([
      ...(sure.has("array") ? [apart, prefix, separator] : []),
      ...(sure.has("object") ? [apart, deep, pair, fields] : []),
      ...([...sure].some((one) => one !== "array" && one !== "object") ? [prefix] : []),
    ]);
  });
  return here === there ? undefined : { ours: parameterStyle(ours).name, theirs: parameterStyle(theirs).name };
}

/** The types that values can have, those of the variants of a union for a union. */
export function typesOf(one: Conjunction, comparer: Comparer): Set<TypeName> {
  const { types } = comparer.prover.factsOf(one);
  const cases = one.chosen.size < 3 ? unionCases(one) : undefined;
  return cases && types.size > 1 ? new Set(cases.flatMap((each) => [...typesOf(each, comparer)])) : new Set(types);
}
