import { directionOf } from "../model/direction.js";
import { isObject } from "../model/json.js";
import { kept } from "../model/lazy.js";
import { child, entries, items, type Node, objectAt, partsOf } from "../model/node.js";
import { and, type Conjunction, unionId } from "./conjunction.js";
import { engineOf, goalsAt, heldBy, ownPointer, schemaOf } from "./engine.js";
import { type Facts, typesNamed } from "./facts.js";
import { typesOfGoal } from "./goals.js";
import { madeSchema, type TypeName, typeNames } from "./schema.js";

/** A schema as the suite looks at it: `allOf` merged in, `anyOf` and `oneOf` as branches. */
export interface View {
  readonly node: Node;
  /** All that holds for its values. */
  readonly held: Conjunction;
  readonly facts: Facts;
  /** Empty if the schema does not say. */
  readonly types: readonly string[];
  /** Without those that the direction leaves out: a `readOnly` field in a request, a `writeOnly` one in a response. */
  readonly properties: readonly [name: string, schema: Node][];
  /** `true` any, `false` none, or the schema of further values in the object. */
  readonly additional: boolean | Node;
  /** Schemas of the fields whose names match a pattern. */
  readonly patterns: readonly [pattern: string, schema: Node][];
  /** Schemas of the first items, if each has one of its own. */
  readonly prefix: readonly Node[];
  /** The schema of every item, or of those behind {@link prefix}. */
  readonly items: Node | undefined;
  /** The schema of the names of fields. */
  readonly names: Node | undefined;
  /** Schemas one of which has to hold, each together with the keywords beside it. */
  readonly branches: readonly Node[];
}

/** Kept, as the same schemas are looked at for every value, and lead to the same ones inside. */
export const view = kept((node: Node): View => {
  const parts = partsOf(node);
  const closing = parts
    .flatMap((part) => [child(part, "additionalProperties"), child(part, "unevaluatedProperties")])
    .find((one) => one !== undefined);
  const branches = branchesOf(node, parts);
  const named = typesNamed(parts.map(schemaOf));
  // A schema that does not name its type is about the one that its keywords are about.
  const about = named.length < typeNames.length ? undefined : typeAbout(node);
  const held = about && branches.length === 0 ? and(heldBy(node), madeSchema({ type: about })) : heldBy(node);
  const facts = engineOf(node).factsOf(held);
  return {
    node,
    held,
    facts,
    types: named.length < typeNames.length ? inOrder(named) : [about ?? []].flat(),
    properties: propertiesOf(parts).filter(([, field]) => !isOfOtherDirection(field)),
    additional: additionalOf(closing),
    patterns: parts.flatMap((part) => entries(child(part, "patternProperties"))),
    ...itemsOf(parts, facts.maxItems),
    names: parts.map((part) => child(part, "propertyNames")).find((one) => one !== undefined),
    branches,
  };
});

/** The schemas of items, as far as a list can be long; all that several parts say of an item holds for it. */
function itemsOf(parts: readonly Node[], longest: number): Pick<View, "prefix" | "items"> {
  const lists = parts.map((part) => items(child(part, "prefixItems")));
  const behind = parts.map((part) => child(part, "items"));
  const length = Math.max(0, ...lists.map((list) => list.length));
  const at = (index: number) => together(lists.flatMap((list, part) => list[index] ?? behind[part] ?? []));
  return {
    prefix: Array.from({ length: Math.min(length, longest) }, (_, index) => at(index)).filter(
      (one) => one !== undefined,
    ),
    items: longest > length ? together(behind.flatMap((one) => (one && isObject(one.value) ? [one] : []))) : undefined,
  };
}

/** One node for schemas that all hold for a value. */
function together(nodes: readonly Node[]): Node | undefined {
  const [first, ...more] = nodes.filter(({ value }, index) => value !== true || index === nodes.length - 1);
  return first && more.length > 0 ? { ...first, also: [...(first.also ?? []), ...more] } : first;
}

function additionalOf(closing: Node | undefined): View["additional"] {
  if (closing === undefined) {
    return true;
  }
  return typeof closing.value === "boolean" ? closing.value : closing;
}

/** Fields by name; what further parts say of one holds beside what the first says. */
function propertiesOf(parts: readonly Node[]): [string, Node][] {
  const fields = new Map<string, Node>();
  for (const [name, field] of parts.flatMap((part) => entries(child(part, "properties")))) {
    const known = fields.get(name);
    const same = known && (known.pointer === field.pointer || known.value === field.value);
    if (!same) {
      fields.set(name, known ? { ...known, also: [...(known.also ?? []), field] } : field);
    }
  }
  return [...fields];
}

function isOfOtherDirection(field: Node): boolean {
  const direction = directionOf(field);
  if (direction === undefined) {
    return false;
  }
  const mark = direction === "request" ? "readOnly" : "writeOnly";
  return partsOf(field).some((part) => objectAt(part)[mark] === true);
}

/**
 * Each branch with the keywords beside it; of several lists of branches, each is gone through while the others are
 * open.
 */
function branchesOf(node: Node, parts: readonly Node[]): Node[] {
  const { unions = [], seen = [], excluded = [] } = node.chosen ?? {};
  const lists = parts
    .flatMap(choicesOf)
    .filter(({ union, branches }) => branches.some(({ value }) => value !== false) && !seen.includes(union));
  const ids = [...seen, ...lists.map(({ union }) => union)];
  return lists.flatMap(({ union, branches, excludes }) =>
    branches.flatMap((branch, index) =>
      branch.value === false
        ? []
        : {
            ...branch,
            // A field is at the place that the schema itself has for it, rather than at that of a condition.
            also: [node, ...(node.also ?? []), ...(branch.also ?? [])],
            chosen: { unions: [...unions, union], seen: ids, excluded: [...excluded, ...excludes(index)] },
          },
    ),
  );
}

/** Schemas one of which holds. */
interface Choice {
  readonly union: string;
  readonly branches: readonly Node[];
  /** The schemas that hold for none of a branch's values. */
  readonly excludes: (index: number) => readonly Node[];
}

/** The unions of a part; a condition makes one of two: the condition with its consequence, or the alternative. */
function choicesOf(part: Node): Choice[] {
  const { id } = schemaOf(part);
  const list = (keyword: string): Choice => {
    const branches = items(child(part, keyword));
    const excludes = (index: number) => (keyword === "oneOf" ? branches.toSpliced(index, 1) : []);
    return { union: unionId({ id }, keyword), branches, excludes };
  };
  // A place of its own: the fields of the schema are there under other conditions.
  const otherwise = (...under: string[]): Node => {
    return { ...part, value: {}, pointer: ownPointer, at: [...part.at, ...under, "else"] };
  };
  const onFields = entries(child(part, "dependentSchemas")).map(([name, schema]): Choice => {
    const there: Node = { ...part, value: { required: [name] }, pointer: ownPointer };
    return {
      union: unionId({ id }, `dependentSchemas/${name}`),
      branches: [{ ...schema, also: [there] }, otherwise("dependentSchemas", name)],
      excludes: (index) => (index === 1 ? [there] : []),
    };
  });
  const [condition, then, unmet] = ["if", "then", "else"].map((keyword) => child(part, keyword));
  const met = then && condition ? { ...then, also: [condition] } : condition;
  const onTest: Choice[] =
    condition && met && typeof condition.value !== "boolean"
      ? [
          {
            union: unionId({ id }, "if"),
            branches: [met, unmet ?? otherwise()],
            excludes: (index) => (index === 1 ? [condition] : []),
          },
        ]
      : [];
  return [list("anyOf"), list("oneOf"), ...onFields, ...onTest];
}

/** Types as JSON Schema calls them; null is the last that anybody thinks of. */
function inOrder(named: readonly TypeName[]): readonly string[] {
  const number = named.includes("fraction") ? "number" : "integer";
  const all = named.map((one) => (one === "fraction" || one === "integer" ? number : one));
  return [...new Set([...all.filter((one) => one !== "null"), ...all])];
}

/** The type that the keywords of a schema are about, if they are not about every type. */
function typeAbout(node: Node): string | undefined {
  const spokenOf = new Set(goalsAt(node).flatMap(({ goal }) => typesOfGoal(goal) ?? []));
  return (
    (["object", "array", "string"] as const).find((type) => spokenOf.has(type)) ??
    (spokenOf.has("integer") ? "number" : undefined)
  );
}
