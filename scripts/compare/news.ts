import { canonical, type Json } from "../../contract-tests/model/json.js";
import { fromPointer, stepInto } from "../../contract-tests/model/pointer.js";
import type { Comparer } from "../../contract-tests/schema/comparer.js";
import { type Conjunction, facets, listedNames, underName } from "../../contract-tests/schema/conjunction.js";
import { alone, type Facts } from "../../contract-tests/schema/facts.js";
import type { Goal } from "../../contract-tests/schema/goals.js";
import type { Prover } from "../../contract-tests/schema/proof.js";
import { innerList, keywordsOf, type Schema } from "../../contract-tests/schema/schema.js";
import type { Hop, Obligation } from "../../contract-tests/schema/trace.js";
import type { News } from "./difference.js";
import { isLimit, type Limit, type Shared } from "./kinds.js";
import type { Compared } from "./operation-pair.js";
import { typesOf } from "./style.js";

/** The subject of an obligation's news. */
interface Told {
  readonly change: Shared;
  readonly news: News;
}

interface Between {
  readonly accepting: keyof Compared;
  readonly refusing: keyof Compared;
  readonly way: "tightened" | "loosened";
}

/** Where in a value something differs. */
export function fieldOf({ path, goal }: Obligation): string[] {
  const field = path.flatMap(({ shown }) => shown ?? []);
  return goal.keyword === "required" ? [...field, goal.name] : field;
}

/** Whether a field is refused because the consumer does not list it. */
function isUnlisted({ goal, path }: Obligation): boolean {
  const step = path.at(-1)?.step;
  return goal.keyword === "false" && step !== undefined && "name" in step;
}

/**
 * Whether a field is refused for being `readOnly` or `writeOnly`: that the other side has it is then not a difference.
 */
export function isLeftOut(one: Obligation): boolean {
  return isUnlisted(one) && !/\/(additional|unevaluated)Properties$/.test(one.goal.part.pointer);
}

/** Names the sides of an open goal: the refusing side's demand, and the accepting one's keyword in its place. */
export function newsOf(one: Obligation, goal: Goal, accepting: keyof Compared, comparer: Comparer): Told {
  const refusing = accepting === "ours" ? "theirs" : "ours";
  const between: Between = { accepting, refusing, way: refusing === "theirs" ? "tightened" : "loosened" };
  if (goal.keyword === "required") {
    return ofRequired(listedNames(one.producer).includes(goal.name), between);
  }
  if (isUnlisted(one)) {
    return ofUnlisted(one, between);
  }
  if (["x-unreadable", "x-contradiction", "$dynamicRef"].includes(goal.keyword)) {
    return { change: "schema-not-compared", news: {} };
  }
  if (goal.keyword === "type") {
    // For a case, all types that the producer can have are named: its own is but one.
    return ofTypes(typesOf(caseHop(one)?.around ?? one.producer, comparer), goal, between);
  }
  const limit = limitOf(goal.keyword) ?? "items";
  const change = `${limit}-${between.way}` as const;
  const gained = gainedBy(one, goal, limit, comparer.prover);
  if (gained) {
    return { change, news: { values: gained } };
  }
  const { producer } = one;
  const [asked, before] =
    limit === "variants"
      ? [ofUnion(producer, goal, comparer.prover), nameOf(producer.schemas.at(-1), [], comparer.prover)]
      : [said(goal.part, goal.keyword, goal.name), given(producer, goal)];
  return { change, news: { [refusing]: asked ?? true, ...(before !== undefined && { [accepting]: before }) } };
}

function ofRequired(isListed: boolean, { way }: Between): Told {
  const [more, less] = isListed ? (["became-required", "became-optional"] as const) : (["added", "removed"] as const);
  return { change: `field-${way === "tightened" ? more : less}`, news: isListed ? {} : { required: true } };
}

function ofUnlisted(one: Obligation, { way }: Between): Told {
  if (fieldOf(one).at(-1) !== "*") {
    return { change: way === "tightened" ? "field-removed" : "field-added", news: {} };
  }
  const [map, pattern = ""] = fromPointer(one.goal.part.pointer).slice(-2);
  return { change: `further-fields-${way}`, news: map === "patternProperties" ? { name: pattern } : {} };
}

function ofTypes(types: ReadonlySet<string>, { part }: Goal, { accepting, refusing, way }: Between): Told {
  const { type } = keywordsOf(part);
  const asked = (Array.isArray(type) ? type : [type ?? []]).filter((one) => typeof one === "string").sort();
  const given = [...types].flatMap((one) => {
    if (one === "fraction") {
      return ["number"];
    }
    return one === "integer" && types.has("fraction") ? [] : [one];
  });
  const isKept = (one: string) => asked.includes(one) || (one === "integer" && asked.includes("number"));
  const meets = given.some((one) => isKept(one) || (one === "number" && asked.includes("integer")));
  return {
    change: meets ? `type-${way}` : "type-changed",
    news: { [refusing]: asked, [accepting]: given.sort() },
  };
}

/** Keywords that limit by another name than their own. */
const alike: Readonly<Record<string, Limit>> = {
  const: "enum",
  exclusiveMinimum: "minimum",
  exclusiveMaximum: "maximum",
  maxContains: "contains",
  dependentRequired: "dependencies",
  dependentSchemas: "dependencies",
  anyOf: "variants",
  oneOf: "variants",
  if: "condition",
  properties: "further-fields",
  patternProperties: "further-fields",
  additionalProperties: "further-fields",
  unevaluatedProperties: "further-fields",
};

function limitOf(keyword: string): Limit | undefined {
  const name = alike[keyword] ?? keyword.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return isLimit(name) ? name : undefined;
}

/** The values or the variant of a producer beyond those of the goal; undefined if that is not a few. */
function gainedBy(one: Obligation, goal: Goal, limit: Limit, prover: Prover): Json[] | undefined {
  if (limit === "enum") {
    return strangers(prover.factsOf(one.producer), goal);
  }
  const [hop, chosen] = [caseHop(one), one.producer.schemas.at(-1)];
  const unions = hop ? facets(hop.around.schemas).map((part) => unionOf(part)) : [];
  const siblings = unions.find((list) => chosen && list.includes(chosen)) ?? [];
  const name = limit === "variants" && hop ? nameOf(chosen, siblings, prover) : undefined;
  return name === undefined ? undefined : [name];
}

/** The few values of a producer that a list does not have; undefined if they are not few. */
function strangers({ values }: Facts, { part }: Goal): Json[] | undefined {
  if (!values?.every((value) => typeof value !== "object" || value === null)) {
    return undefined;
  }
  const { enum: list, const: only } = keywordsOf(part);
  const known = new Set((Array.isArray(list) ? list : [only ?? null]).map(canonical));
  return inOrder(values.filter((value) => !known.has(canonical(value))));
}

function inOrder(values: readonly Json[]): Json[] {
  return [...values].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
}

/** The step from a producer to one of its cases that an obligation is about. */
function caseHop({ path, producer }: Obligation): Hop | undefined {
  const hop = path.findLast(({ step, around }) => step !== undefined || around.chosen.size < producer.chosen.size);
  return hop?.step === undefined ? hop : undefined;
}

function ofUnion(producer: Conjunction, { part, keyword }: Goal, prover: Prover): Json {
  const variants = innerList(part, keyword);
  const isTaken = keyword === "oneOf" && variants.some((one) => prover.proves(producer, one));
  return isTaken ? "one" : variants.map((one) => nameOf(one, variants, prover) ?? "anything").sort();
}

/** The name that a reader knows a variant by: its tag, its title, its name, the fields it requires, or its type. */
function nameOf(schema: Schema | undefined, siblings: readonly Schema[], prover: Prover): string | undefined {
  if (!schema || typeof schema.value === "boolean") {
    return undefined;
  }
  const { title } = keywordsOf(schema);
  const tag = tagOf(schema, siblings, prover);
  if (tag !== undefined || typeof title === "string") {
    return tag ?? JSON.stringify(title);
  }
  const [root, section, name, ...rest] = fromPointer(schema.pointer);
  if (root === "components" && section === "schemas" && rest.length === 0) {
    return name;
  }
  const { values, types, required } = prover.factsOf(alone(schema));
  if (values && values.length < 4 && !types.has("boolean")) {
    return values.map(canonical).join(", ");
  }
  const asked = required.size > 0 ? ` with ${[...required].slice(0, 3).join(", ")}` : "";
  return `the ${types.size === 1 ? [...types][0] : "value"}${asked}`;
}

function unionOf(part: Schema): Schema[] {
  return [...innerList(part, "oneOf"), ...innerList(part, "anyOf")];
}

/** A field that a variant asks for with one text alone, which no other variant has. */
function tagOf(schema: Schema, siblings: readonly Schema[], prover: Prover): string | undefined {
  const whole = alone(schema);
  const valuesOf = (one: Schema, field: string) => prover.factsOf(underName(alone(one), field).held).values;
  // A case that was made for a tag names it, and has no demand.
  const fields = [...prover.factsOf(whole).required, ...(schema.source.id === "made" ? listedNames(whole) : [])];
  for (const field of fields) {
    const [value, ...more] = valuesOf(schema, field) ?? [];
    const isOwn = siblings.every(
      (one) =>
        one === schema ||
        !listedNames(alone(one)).includes(field) ||
        valuesOf(one, field)?.every((other) => other !== value),
    );
    if (typeof value === "string" && more.length === 0 && isOwn) {
      return `${field} ${JSON.stringify(value)}`;
    }
  }
  return undefined;
}

/** The value of a keyword in a part, as far as it is about the goal's name. */
function said(part: Schema, keyword: string, name: string): Json | undefined {
  const { [keyword]: value } = keywordsOf(part);
  if (value === undefined) {
    return undefined;
  }
  switch (keyword) {
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return { than: value };
    case "const":
      return [value];
    case "enum":
      return Array.isArray(value) ? inOrder(value) : undefined;
    case "dependentRequired":
    case "dependentSchemas":
      return { [name]: stepInto(value, name) ?? true };
    default:
      return value;
  }
}

/** The keyword of a producer in the place of a goal; undefined if it does not have one. */
function given(producer: Conjunction, { keyword, name }: Goal): Json | undefined {
  const limit = limitOf(keyword);
  const found = producer.parts.flatMap((part) =>
    Object.keys(keywordsOf(part)).flatMap((one) =>
      limit && limitOf(one) === limit ? (said(part, one, name) ?? []) : [],
    ),
  );
  const distinct = [...new Map(found.map((value) => [canonical(value), value])).values()];
  return distinct.length > 1 ? distinct : distinct[0];
}
