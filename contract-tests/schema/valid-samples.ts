import { directionOf } from "../model/direction.js";
import { canonical, isObject, isStrings, type Json, type JsonObject, jsonType, setField } from "../model/json.js";
import { limits } from "../model/limits.js";
import { type Node, objectAt } from "../model/node.js";
import { stepInto } from "../model/pointer.js";
import { validatorOf } from "../model/validator.js";
import { differentNumbers, differentTexts, numbers, strings } from "./leaves.js";
import { isTooLarge, sizeBound } from "./limits.js";
import { matching } from "./patterns.js";
import { rules } from "./rules.js";
import { distinct, inside, inVariant, own, type Sample, shown, sizeOf } from "./sample.js";
import { listed, numeric, type View, view } from "./view.js";
import { type Reached, reachedFrom, siteKey } from "./walk.js";

/**
 * Values that a schema takes: the plainest first, then each edge of what it allows, one at a time — every optional
 * field alone and left out, all of them together, every variant, enum value, type, length, bound, pattern and format,
 * maps and arrays empty, with one and with several. `exemplars` are values that the contract's own examples show in
 * this place; they are preferred where only some value is needed. What is not among the `reached` sites is plain.
 *
 * They are candidates. Of what a schema says by keywords that values are not made by ({@link isAsked}), the validator
 * is asked here; that a value holds as a whole, whoever uses it has to ask.
 */
export function validSamples(
  node: Node,
  exemplars: readonly Json[] = [],
  reached: Reached = reachedFrom(node),
): Sample[] {
  if (node.value === false) {
    return [];
  }
  if (node.value === true && node.also === undefined) {
    return distinct([...plain(exemplars), own("any", "")]);
  }
  if (reached.get(siteKey(node)) !== true) {
    const value = plainest(node, exemplars);
    return value === undefined ? [] : [own(value, "")];
  }
  const schema = view(node);
  return distinct(candidates(schema, exemplars, reached)).filter(({ value }) => holds(schema, value));
}

function candidates(schema: View, exemplars: readonly Json[], reached: Reached): Sample[] {
  if (schema.branches.length > 0) {
    return schema.branches.flatMap((branch, index) =>
      validSamples(branch, exemplars, reached).map((sample) => inVariant(index, sample)),
    );
  }
  const values = listed(schema.keywords)?.slice(0, limits.values);
  if (values) {
    return [...known(values, exemplars), ...values]
      .filter((value) => holds(schema, value))
      .map((value, index) => own(value, index === 0 ? "" : shown(value)));
  }
  return typesOf(schema, exemplars).flatMap((type) => ofType(type, schema, exemplars, reached));
}

/** Keywords that no value is made by. */
const asked = [
  "contains",
  "dependentRequired",
  "dependentSchemas",
  "else",
  "if",
  "maxProperties",
  "minProperties",
  "not",
  "oneOf",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
];

/** Whether a schema says what only its validator knows: by such a keyword, or by a rule beside listed values. */
function isAsked({ keywords, node }: View): boolean {
  const own = objectAt(node);
  if (asked.some((keyword) => keyword in keywords || keyword in own)) {
    return true;
  }
  const isListed = listed(keywords) !== undefined;
  return (
    (isListed || keywords.format !== undefined) &&
    rules.some(({ keyword }) => keyword !== "format" && keyword in keywords)
  );
}

function holds(schema: View, value: Json): boolean {
  return !isAsked(schema) || validatorOf(schema.node.document).isValid(schema.node, [], value);
}

/**
 * As many different values as are asked for, as far as a schema is known to take so many: texts and numbers are counted
 * up, of all else there are the samples. Candidates like these.
 */
export function differentValues(node: Node, count: number, samples = validSamples(node)): Json[] {
  const { keywords, types, branches } = view(node);
  const isOpen = branches.length === 0 && listed(keywords) === undefined;
  const counted = (isOpen ? types : []).flatMap((type): Json[] => {
    if (type === "string") {
      return differentTexts(keywords, count);
    }
    return type === "integer" || type === "number" ? differentNumbers(type, keywords, count) : [];
  });
  const all = [...samples, ...counted.map((value) => own(value, ""))];
  return distinct(all)
    .slice(0, count)
    .map(({ value }) => value);
}

/** Where a search for a plain value stands: what it is within, and how many schemas it may still look at. */
interface Search {
  readonly within: readonly string[];
  readonly budget: { looks: number };
}

function searchFrom(...within: readonly string[]): Search {
  return { within, budget: { looks: limits.looks } };
}

/**
 * The plainest value, or undefined where there is none: of a schema that nothing satisfies, that never ends, or whose
 * smallest value is larger than {@link limits.size}.
 */
export function plainest(node: Node, exemplars: readonly Json[] = [], search: Search = searchFrom()): Json | undefined {
  if (exemplars.length > 0 || node.also !== undefined || !isObject(node.value)) {
    return look(node, exemplars, search);
  }
  // Where schemas refer to each other, there are more ways to one than can be followed.
  const key = directionOf(node) ?? "";
  const found = plainValues.get(node.value) ?? new Map<string, Json>();
  const value = found.get(key) ?? look(node, exemplars, search);
  if (value !== undefined) {
    plainValues.set(node.value, found.set(key, value));
  }
  return value;
}

/** What has been found for schemas, by direction. That none was found can be for what the search was within. */
const plainValues = new WeakMap<JsonObject, Map<string, Json>>();

function look(node: Node, exemplars: readonly Json[], { within, budget }: Search): Json | undefined {
  // What takes anything stands within nothing.
  if (node.value === true && node.also === undefined) {
    return exemplars[0] ?? "any";
  }
  if (node.value === false || within.includes(node.pointer) || budget.looks === 0) {
    return undefined;
  }
  budget.looks -= 1;
  const here = { within: [...within, node.pointer], budget };
  const schema = view(node);
  for (const value of plainCandidates(schema, exemplars, here)) {
    if (value !== undefined && holds(schema, value)) {
      return value;
    }
  }
  return undefined;
}

/** Plain values, the plainest first. */
function* plainCandidates(schema: View, exemplars: readonly Json[], search: Search): Generator<Json | undefined> {
  const { branches, node, keywords } = schema;
  if (branches.length > 0) {
    for (const branch of branches) {
      // A variant that stands in the very place of its choice is not within itself.
      const within = search.within.filter((pointer) => pointer !== branch.pointer || pointer !== node.pointer);
      yield plainest(branch, exemplars, { ...search, within });
    }
    return;
  }
  const values = listed(keywords);
  if (values) {
    yield* [...known(values, exemplars), ...values];
    return;
  }
  for (const type of typesOf(schema, exemplars)) {
    yield plainOf(type, schema, exemplars, search);
    // Others are only looked for where the plainest one does not hold.
    yield* lessPlain(type, schema, exemplars, search);
  }
}

function* lessPlain(
  type: string,
  schema: View,
  exemplars: readonly Json[],
  search: Search,
): Generator<Json | undefined> {
  if (type === "object") {
    const minimal = smallestObject(schema, exemplars.filter(isObject), search);
    if (!minimal) {
      return;
    }
    const others = [...schema.properties, ...unlistedDependents(schema)]
      .filter(([name]) => !Object.hasOwn(minimal, name))
      .map(([name, field]): [string, Json | undefined] => [name, plainest(field, shownIn(exemplars, name), search)])
      .filter((field): field is [string, Json] => field[1] !== undefined);
    yield* enlarged(minimal, others);
  } else if (type !== "array") {
    yield* ofType(type, schema, [], new Map()).map(({ value }) => value);
  }
}

/** Fields that others need, and that nobody lists. */
function unlistedDependents(schema: View): [string, Node][] {
  const { keywords, properties, additional } = schema;
  const known = new Map(properties);
  const lists = isObject(keywords.dependentRequired) ? Object.values(keywords.dependentRequired) : [];
  const names = lists.flatMap((list) => (isStrings(list) ? list : [])).filter((name) => !known.has(name));
  return additional === false ? [] : [...new Set(names)].map((name) => [name, fieldIn(schema, known, name)]);
}

/** An object with each further field, and with all of them: one field can ask for another. */
function enlarged(object: JsonObject, others: readonly (readonly [string, Json])[]): JsonObject[] {
  return [
    object,
    ...others.map(([name, value]) => ({ ...object, [name]: value })),
    ...(others.length > 1 ? [{ ...object, ...Object.fromEntries(others) }] : []),
  ];
}

function plainOf(type: string, schema: View, exemplars: readonly Json[], search: Search): Json | undefined {
  const fitting = exemplars.filter((value) => fits(type, value));
  if (type === "object") {
    return smallestObject(schema, fitting, search);
  }
  if (type !== "array") {
    return ofType(type, schema, fitting, new Map())[0]?.value;
  }
  const [shownList] = fitting;
  if (shownList !== undefined) {
    return shownList;
  }
  const least = numeric(schema.keywords, "minItems") ?? 0;
  if (least > limits.items) {
    return undefined;
  }
  const count = Math.max(least, schema.contains ? schema.prefix.length + schema.contains.least : 0);
  const list = Array.from({ length: count }, (_, index) => {
    const item = schema.prefix[index] ?? schema.contains?.node ?? schema.items;
    return item ? plainest(item, [], search) : "any";
  });
  return list.every((item) => item !== undefined) && isSendable(list, []) ? list : undefined;
}

/** Whether a value is no larger than what is made up. */
function isSendable(value: Json, exemplars: readonly Json[]): boolean {
  return sizeOf(value) <= limits.size + sizeOf([...exemplars]);
}

/** What an object has to hold, and no more; undefined where that never ends. */
function smallestObject(schema: View, exemplars: readonly Json[], search: Search): JsonObject | undefined {
  const object: JsonObject = {};
  const fields = new Map(schema.properties);
  const add = (name: string): boolean => {
    const value = plainest(fieldIn(schema, fields, name), shownIn(exemplars, name), search);
    if (value !== undefined) {
      setField(object, name, value);
    }
    return value !== undefined;
  };
  if (!schema.required.every(add)) {
    return undefined;
  }
  const least = numeric(schema.keywords, "minProperties") ?? 0;
  if (least > limits.items) {
    return undefined;
  }
  for (const name of fields.keys()) {
    if (Object.keys(object).length < least && !Object.hasOwn(object, name)) {
      add(name);
    }
  }
  for (const name of namesFor(schema, least)) {
    if (Object.keys(object).length < least) {
      add(name);
    }
  }
  return isSendable(object, exemplars) ? object : undefined;
}

/** An object with as many entries as it needs, those added being none of its named fields. */
function padded(schema: View, object: JsonObject): JsonObject {
  const { additional, keywords } = schema;
  const missing = (sizeBound(keywords, "minProperties") ?? 0) - Object.keys(object).length;
  if (additional === false || missing <= 0) {
    return object;
  }
  const value = typeof additional === "object" ? (plainest(additional) ?? null) : "any";
  return { ...object, ...Object.fromEntries(namesFor(schema, missing).map((name) => [name, value])) };
}

/** Names of fields that nobody listed, such as may stand in an object. */
function namesFor({ names }: View, count: number): string[] {
  return names
    ? differentValues(names, count).filter((name) => typeof name === "string")
    : Array.from({ length: count }, (_, index) => `key_${index + 1}`);
}

/** The schema of a field: its own, or what the object says of fields that it does not list. */
function fieldIn(schema: View, fields: ReadonlyMap<string, Node>, name: string): Node {
  const { additional, node } = schema;
  return fields.get(name) ?? (typeof additional === "object" ? additional : anything(node));
}

const anything = ({ document, at, pointer }: Node): Node => ({ document, at, pointer, value: true });

/** What values show under a field's name. */
export function shownIn(exemplars: readonly Json[], name: string): Json[] {
  return exemplars.flatMap((one) => {
    const value = isObject(one) ? stepInto(one, name) : undefined;
    return value === undefined ? [] : [value];
  });
}

function typesOf(schema: View, exemplars: readonly Json[]): readonly string[] {
  const types = schema.types.length > 0 ? schema.types : ["string", "integer", "boolean", "object"];
  // The type that the examples show comes first, as the plainest.
  const shownTypes = exemplars.map(jsonType);
  return [...types.filter((type) => shownTypes.includes(type)), ...types.filter((type) => !shownTypes.includes(type))];
}

function ofType(type: string, schema: View, exemplars: readonly Json[], reached: Reached): Sample[] {
  const fitting = exemplars.filter((value) => fits(type, value));
  switch (type) {
    case "object":
      return objects(schema, fitting, reached);
    case "array":
      return arrays(schema, fitting, reached);
    case "string":
      return [...plain(fitting), ...strings(schema.keywords)];
    case "integer":
    case "number":
      return [...plain(fitting), ...numbers(type, schema.keywords)];
    case "boolean":
      return [...plain(fitting), own(true, "true"), own(false, "false")];
    default:
      return [own(null, "null")];
  }
}

function fits(type: string, value: Json): boolean {
  return jsonType(value) === type || (type === "number" && jsonType(value) === "integer");
}

function plain(exemplars: readonly Json[]): Sample[] {
  return exemplars.slice(0, 1).map((value) => own(value, ""));
}

function known(values: readonly Json[], exemplars: readonly Json[]): readonly Json[] {
  return exemplars.filter((exemplar) => values.some((value) => canonical(value) === canonical(exemplar))).slice(0, 1);
}

function objects(schema: View, exemplars: readonly Json[], reached: Reached): Sample[] {
  const minimal = [...lessPlain("object", schema, exemplars, searchFrom(schema.node.pointer))].find(
    (value) => value !== undefined && holds(schema, value),
  );
  if (!isObject(minimal)) {
    return [];
  }
  const fields = schema.properties
    .filter(([, field]) => reached.has(siteKey(field)))
    .map(([name, field]) => ({
      name,
      optional: !schema.required.includes(name),
      values: validSamples(field, shownIn(exemplars, name), reached),
    }))
    .filter(({ values }) => values.length > 0);
  const full: JsonObject = { ...minimal };
  for (const { name, values } of fields) {
    setField(full, name, fullest(values)?.value ?? null);
  }
  const optional = fields.filter((field) => field.optional);
  const hasRoom = isSendable(full, exemplars);
  const dependents = unlistedDependents(schema).map(([name, node]): [string, Json] => [name, plainest(node) ?? null]);
  const others = [...fields.map(({ name, values }): [string, Json] => [name, values[0]?.value ?? null]), ...dependents];
  const withField = (name: string, value: Json): JsonObject => {
    const object = { ...minimal, [name]: value };
    const rest = others.filter(([other]) => !(other in object));
    return enlarged(object, rest).find((one) => holds(schema, one)) ?? object;
  };
  return [
    own(minimal, ""),
    ...(optional.length > 0 && hasRoom ? [own(full, everyField)] : []),
    ...fields.flatMap(({ name, values }) =>
      values.map((sample) => ({ value: withField(name, sample.value), ...inside(name, sample) })),
    ),
    ...((optional.length > 1 || schema.keywords.minProperties !== undefined) && hasRoom
      ? optional.map(({ name }) => own(padded(schema, without(full, name)), `every field but ${name}`))
      : []),
    ...extra(schema, minimal, exemplars, reached),
  ];
}

const everyField = "every field";

/** The value with the most in it: what an object calls {@link everyField}, else the plainest. */
function fullest(values: readonly Sample[]): Sample | undefined {
  return values.find(({ path, what }) => path === "" && (what === everyField || what === severalEntries)) ?? values[0];
}

const severalEntries = "several entries";

/** What a sample tries that has a field beyond those listed. */
export const unlistedField = "a field the contract does not list";

/** What may stand in an object beyond its named fields. */
function extra(schema: View, minimal: JsonObject, exemplars: readonly Json[], reached: Reached): Sample[] {
  const byPattern = schema.patterns.flatMap(([pattern, node]) => {
    const [name] = matching(pattern);
    if (name === undefined) {
      return [];
    }
    const values = validSamples(node, shownIn(exemplars, name), reached);
    return values.map((sample) => ({ value: { ...minimal, [name]: sample.value }, ...inside(name, sample) }));
  });
  return [...byPattern, ...unlisted(schema, minimal, exemplars, reached)];
}

function unlisted(schema: View, minimal: JsonObject, exemplars: readonly Json[], reached: Reached): Sample[] {
  const { additional, keywords, patterns, names } = schema;
  const [odd = "Any key, ünlisted"] = names ? namesFor(schema, 1) : [];
  if (additional === false || (additional === true && patterns.length > 0)) {
    return [];
  }
  if (additional === true) {
    return [own({ ...minimal, [odd]: "any" }, unlistedField)];
  }
  const values = validSamples(additional, shownIn(exemplars, "first"), reached);
  const entries = (count: number) =>
    Object.fromEntries(
      namesFor(schema, Math.max(0, count)).map((name, index) => [name, values[index % values.length]?.value ?? null]),
    );
  const most = sizeBound(keywords, "maxProperties");
  const least = numeric(keywords, "minProperties") ?? 0;
  const several = Math.min(Math.max(least, Math.min(most ?? values.length, values.length)), limits.items);
  const room = (most ?? 0) - Object.keys(minimal).length;
  return [
    own({ ...minimal, ...entries(several) }, severalEntries),
    ...(most === undefined || values.length === 0
      ? []
      : [own({ ...minimal, ...entries(room) }, `the most entries (${most})`)]),
    ...values.map((sample) => ({ value: { ...minimal, [odd]: sample.value }, ...inside("*", sample) })),
  ];
}

function arrays(schema: View, exemplars: readonly Json[], reached: Reached): Sample[] {
  if (isTooLarge("minItems", schema.keywords)) {
    return plain(exemplars);
  }
  const { prefix, keywords, contains } = schema;
  const least = Math.max(numeric(keywords, "minItems") ?? 0, contains ? prefix.length + contains.least : 0);
  const most = sizeBound(keywords, "maxItems");
  const lists = exemplars.filter(Array.isArray);
  const shownItems = lists.flat();
  const values = schema.items ? validSamples(schema.items, shownItems, reached) : [own("any", "")];
  const ahead = prefix.map((node, index) =>
    validSamples(
      node,
      lists.flatMap((list) => (list.length > index ? [list[index] ?? null] : [])),
      reached,
    ),
  );
  const first = [
    ...ahead.map((samples) => samples[0]?.value ?? null),
    ...Array.from({ length: contains?.least ?? 0 }, () => (contains && plainest(contains.node)) ?? null),
  ];
  const unique = keywords.uniqueItems === true;
  const pool = unique
    ? distinct([...values, ...shownItems.map((value) => own(value, "")), ...differentItems(schema, values)])
    : values;
  const of = (count: number, leading?: Json): Json[] => {
    const rest = (leading === undefined ? pool : [own(leading, ""), ...pool]).map(({ value }) => value);
    const choices = unique ? distinct(rest.map((value) => own(value, ""))).map(({ value }) => value) : rest;
    const behind = Math.max(0, count - first.length);
    const repeats = !unique && choices.length > 0;
    const length = repeats ? behind : Math.min(behind, choices.length);
    return [...first, ...Array.from({ length }, (_, index) => choices[index % choices.length] ?? null)].slice(0, count);
  };
  const candidates = [
    ...plain(exemplars),
    own(of(least), least === 0 ? "empty" : `the fewest items (${least})`),
    own(
      of(most ?? Math.max(least, first.length + 3)),
      most === undefined ? severalEntries : `the most items (${most})`,
    ),
    ...ahead.flatMap((samples, index) =>
      samples.map((sample) => ({
        value: of(Math.max(least, first.length)).with(index, sample.value),
        ...inside(`[${index}]`, sample),
      })),
    ),
    ...values.map((sample) => ({
      value: of(Math.max(least, first.length + 1), sample.value),
      ...inside("[]", sample),
    })),
    ...(unique || values.length === 0 || first.length > 0
      ? []
      : [
          own(
            Array.from({ length: Math.max(least, 2) }, () => of(1)[0] ?? null),
            "the same item twice",
          ),
        ]),
  ];
  const longest = numeric(keywords, "maxItems") ?? Infinity;
  return candidates.filter(({ value }) => Array.isArray(value) && value.length >= least && value.length <= longest);
}

/** Items for a list that takes none twice: as many as its bounds ask for. */
function differentItems({ items, keywords }: View, values: readonly Sample[]): Sample[] {
  const count = sizeBound(keywords, "maxItems") ?? numeric(keywords, "minItems") ?? 0;
  return items ? differentValues(items, count, [...values]).map((value) => own(value, "")) : [];
}

function without(object: JsonObject, name: string): JsonObject {
  const { [name]: _left, ...rest } = object;
  return rest;
}
