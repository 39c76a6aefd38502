import { canonical, isObject, isStrings, type Json } from "../model/json.js";
import { type Node, objectAt } from "../model/node.js";
import type { Operation, Parameter } from "../model/operation.js";
import type { Validator } from "../model/validator.js";
import { validSamples } from "../schema/valid-samples.js";
import { type View, view } from "../schema/view.js";
import { writtenIn } from "../schema/written.js";
import type { Scope } from "./mutant.js";
import { type Step, valuesAt } from "./steps.js";

/** A schema in what an operation takes, and how a value of it gets into a request. */
export interface RequestSite {
  /** `body/loginOptions/locale` or `query/limit`: the way in. */
  readonly where: string;
  /** The schema as it is: what an operator edits. */
  readonly node: Node;
  /** The same together with what `allOf` adds to it around. */
  readonly whole: View;
  /** Plain values that are right here. */
  readonly values: readonly Json[];
  /** Whole bodies, or whole parameters, with a value here. */
  readonly around: (value: Json) => readonly Json[];
  /** What holds the schema of the whole under `schema`: a media type or a parameter. */
  readonly root: Node;
  readonly parameter: Parameter | undefined;
  /** The way from the whole body, or the whole parameter, to here. */
  readonly steps: readonly Step[];
}

/** Every schema in an operation's body and parameters, at each depth and in each variant. */
export function requestSites(scope: Scope): readonly RequestSite[] {
  const known = found.get(scope.operation);
  if (known) {
    return known;
  }
  const sites = find(scope);
  found.set(scope.operation, sites);
  return sites;
}

/** Each operator asks for the same sites, and finding them means making values for every schema. */
const found = new WeakMap<Operation, readonly RequestSite[]>();

function find({ contract, operation }: Scope): RequestSite[] {
  const media = operation.body?.content[0];
  const roots = [
    { where: "body", schema: media?.schema, examples: media?.examples ?? [], root: media?.node, parameter: undefined },
    ...operation.parameters.map((parameter) => ({
      where: `${parameter.in}/${parameter.name}`,
      schema: parameter.schema,
      examples: parameter.examples,
      root: parameter.node,
      parameter,
    })),
  ];
  return roots.flatMap(({ where, schema, examples, root, parameter }) => {
    if (!schema || !root) {
      return [];
    }
    const exemplars = examples.map(({ value }) => value);
    const around = (value: Json) => [value];
    return walk(contract.validator, schema, {
      ...{ where, composite: schema, exemplars, around, root, parameter, steps: [], within: [] },
    });
  });
}

interface Walk extends Pick<RequestSite, "where" | "around" | "root" | "parameter" | "steps"> {
  /** The schema that makes values whole: the one that `allOf` and variants stand in. */
  readonly composite: Node;
  readonly exemplars: readonly Json[];
  readonly within: readonly string[];
}

/** How many values around a site are tried: what does not fit one of them can fit another. */
const contexts = 3;

function walk(validator: Validator, node: Node, on: Walk): RequestSite[] {
  if (typeof node.value === "boolean" || on.within.includes(node.pointer)) {
    return [];
  }
  const within = [...on.within, node.pointer];
  const { where, around, root, parameter, steps, exemplars, composite } = on;
  const made = validSamples(composite, exemplars).map(({ value }) => value);
  const values = distinct([...exemplars, ...made].filter((value) => validator.isValid(node, [], value)));
  return [
    { where, node, whole: view(composite), values, around, root, parameter, steps },
    ...writtenIn(node).flatMap(({ node: inner, step, name }) =>
      walk(validator, inner, {
        ...{ ...on, within, where: `${where}/${name}` },
        // A part or a variant is about the same value.
        ...(step !== undefined && {
          composite: inner,
          exemplars: exemplars.flatMap((one) => valuesIn(one, step)),
          around: (value: Json) => holders(values, step, value).flatMap(around),
          steps: [...steps, step],
        }),
      }),
    ),
  ];
}

/** What an example shows of the values that a step leads to. */
function valuesIn(example: Json, step: Step): Json[] {
  return step === "entry" ? [] : valuesAt(example, [step]);
}

/** Values that hold one at a step. */
function holders(values: readonly Json[], step: Step, value: Json): Json[] {
  if (step === "items") {
    const lists = values.filter(Array.isArray).slice(0, contexts);
    return [[value], ...lists.map((list) => [value, ...list.slice(1)])];
  }
  const name = step === "entry" ? "any_key" : step.field;
  return values
    .filter(isObject)
    .slice(0, contexts)
    .map((object) => ({ ...object, [name]: value }));
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [canonical(value), value])).values()];
}

/** The names that a schema itself requires. */
export function requiredBy(node: Node): readonly string[] {
  const { required } = objectAt(node);
  return isStrings(required) ? required : [];
}
