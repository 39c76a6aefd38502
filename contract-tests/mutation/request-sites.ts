import { canonical, isObject, isStrings, type Json, type JsonObject } from "../model/json.js";
import { child, entries, items, type Node, objectAt } from "../model/node.js";
import type { Operation, Parameter } from "../model/operation.js";
import { validSamples } from "../schema/valid-samples.js";
import { type View, view } from "../schema/view.js";
import type { Scope } from "./mutant.js";
import type { Step } from "./steps.js";

/** A schema in what an operation takes, and how a value of it gets into a request. */
export interface RequestSite {
  /** `body/loginOptions/locale` or `query/limit`: the way in. */
  readonly where: string;
  /** The schema as it stands: what an operator edits. */
  readonly node: Node;
  /** The same together with what `allOf` adds to it around. */
  readonly whole: View;
  /** Plain values that are right here. */
  readonly values: readonly Json[];
  /** Whole bodies, or whole parameters, with a value in this place. */
  readonly around: (value: Json) => readonly Json[];
  /** What holds the schema of the whole under `schema`: a media type or a parameter. */
  readonly root: Node;
  readonly parameter: Parameter | undefined;
  /** The way from the whole body, or the whole parameter, to this place. */
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

function find(scope: Scope): RequestSite[] {
  const { operation } = scope;
  const media = operation.body?.content[0];
  const body = media?.schema
    ? walk(scope, media.schema, {
        where: "body",
        composite: media.schema,
        exemplars: media.examples.map(({ value }) => value),
        around: (value) => [value],
        root: media.node,
        parameter: undefined,
        steps: [],
        within: [],
      })
    : [];
  const parameters = operation.parameters.flatMap((parameter) =>
    parameter.schema
      ? walk(scope, parameter.schema, {
          where: `${parameter.in}/${parameter.name}`,
          composite: parameter.schema,
          exemplars: parameter.examples.map(({ value }) => value),
          around: (value) => [value],
          root: parameter.node,
          parameter,
          steps: [],
          within: [],
        })
      : [],
  );
  return [...body, ...parameters];
}

interface Walk extends Pick<RequestSite, "where" | "around" | "root" | "parameter" | "steps"> {
  /** The schema that makes values whole: the one that `allOf` and variants stand in. */
  readonly composite: Node;
  readonly exemplars: readonly Json[];
  readonly within: readonly string[];
}

/** How many values of what is around a place are tried: what does not fit one of them can fit another. */
const contexts = 3;

function walk(scope: Scope, node: Node, on: Walk): RequestSite[] {
  if (typeof node.value === "boolean" || on.within.includes(node.pointer)) {
    return [];
  }
  const { validator } = scope.contract;
  const within = [...on.within, node.pointer];
  const made = validSamples(on.composite, on.exemplars).map(({ value }) => value);
  const values = distinct([...on.exemplars, ...made].filter((value) => validator.isValid(node, [], value)));
  const { where, around, root, parameter, steps, exemplars, composite } = on;
  const objects = values.filter(isObject).slice(0, contexts);
  const of = (name: string) =>
    exemplars.flatMap((one) => (isObject(one) && one[name] !== undefined ? [one[name]] : []));
  const into = (inner: Node, step: Step, put: (value: Json) => readonly Json[], shown: readonly Json[]) =>
    walk(scope, inner, {
      ...{ root, parameter, within, exemplars: shown, composite: inner, steps: [...steps, step] },
      where: `${where}/${typeof step === "string" ? step : step.field}`,
      around: (value) => put(value).flatMap(around),
    });
  const item = child(node, "items");
  const entry = child(node, "additionalProperties");
  const variants = [...items(child(node, "anyOf")), ...items(child(node, "oneOf"))];
  return [
    { where, node, whole: view(on.composite), values, around, root, parameter, steps },
    ...entries(child(node, "properties")).flatMap(([name, inner]) =>
      into(
        inner,
        { field: name },
        (value) => objects.map((object): JsonObject => ({ ...object, [name]: value })),
        of(name),
      ),
    ),
    ...(entry
      ? into(entry, "entry", (value) => objects.map((object): JsonObject => ({ ...object, any_key: value })), [])
      : []),
    ...(item
      ? into(
          item,
          "items",
          (value) => [
            [value],
            ...values
              .filter(Array.isArray)
              .slice(0, contexts)
              .map((list) => [value, ...list.slice(1)]),
          ],
          exemplars.flatMap((one) => (Array.isArray(one) ? one : [])),
        )
      : []),
    ...items(child(node, "allOf")).flatMap((part, index) =>
      walk(scope, part, { ...on, composite, within, where: `${where}/part${index + 1}` }),
    ),
    ...variants.flatMap((variant, index) =>
      walk(scope, variant, { ...on, composite, within, where: `${where}/variant${index + 1}` }),
    ),
  ];
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [canonical(value), value])).values()];
}

/** The names that a schema itself requires. */
export function requiredBy(node: Node): readonly string[] {
  const { required } = objectAt(node);
  return isStrings(required) ? required : [];
}
