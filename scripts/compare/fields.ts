import { facets } from "../../contract-tests/schema/conjunction.js";
import { inner, innerList, innerMap, type Schema } from "../../contract-tests/schema/schema.js";
import { besides } from "./besides.js";
import { type Difference, differs } from "./difference.js";
import { type Compared, type Pair, placeAt, type ValueContext } from "./operation-pair.js";

/**
 * Differences that a value cannot show, because both sides accept it: a field that only one of them lists while the
 * other is open, and keywords of a field besides those about its values. Each pair of schemas is looked at once.
 * `compare` compares the schemas of a text's contents.
 */
export function changedFields(
  start: Pair,
  context: ValueContext,
  compare: (schemas: Compared, context: ValueContext) => Difference[],
): Difference[] {
  const found: Difference[] = [];
  const seen = new Set<string>();
  const pending = [start];
  for (const pair of pending) {
    const key = `${pair.ours.id} ${pair.theirs.id}`;
    if (seen.has(key) || context.comparer.sameToTheReader(pair.ours, pair.theirs)) {
      continue;
    }
    seen.add(key);
    const [here, there] = [fieldsOf(pair.ours), fieldsOf(pair.theirs)];
    found.push(...besides(pair, context), ...listed(pair, here, there, context), ...contents(pair, context, compare));
    pending.push(...innerPairs(pair, here, there));
  }
  return found;
}

/** The differences in the contents of a text, such as JSON in a field. */
function contents(
  { ours, theirs, field }: Pair,
  context: ValueContext,
  compare: (schemas: Compared, context: ValueContext) => Difference[],
): Difference[] {
  const [here, there] = [ours, theirs].map((schema) =>
    facets([schema]).flatMap((one) => inner(one, "contentSchema") ?? []),
  );
  const [one, other] = [here?.[0], there?.[0]];
  if (!one || !other) {
    return [];
  }
  const inside = compare({ ours: one, theirs: other }, { ...context, asText: undefined });
  return inside.map((found) => ({ ...found, field: [...field, "(content)", ...found.field] }));
}

type Fields = ReadonlyMap<string, readonly Schema[]>;

function fieldsOf(schema: Schema): Fields {
  const found = new Map<string, Schema[]>();
  for (const [name, one] of facets([schema]).flatMap((part) => innerMap(part, "properties"))) {
    found.set(name, [...new Set([...(found.get(name) ?? []), one])]);
  }
  return found;
}

/** The fields that only one side lists. */
function listed(pair: Pair, here: Fields, there: Fields, context: ValueContext): Difference[] {
  const { theirs, field } = pair;
  const only = (change: "field-removed" | "field-added", name: string, at: Partial<Compared>) =>
    differs(placeAt(context, { ...pair, ...at, field: [...field, name] }), "compatible", change);
  // Against an object without documented fields, every field would be "gone".
  const silent = there.size === 0 && facets([theirs]).every((part) => innerMap(part, "patternProperties").length === 0);
  const further = facets([theirs]).some((part) => {
    const rest = inner(part, "additionalProperties");
    return rest !== undefined && rest.value !== true;
  });
  const gone = [...here].filter(([name, [one]]) => !(silent || further || there.has(name)) && one?.value !== false);
  const added = [...there].filter(([name, [one]]) => !here.has(name) && one?.value !== false);
  return [
    ...gone.flatMap(([name, [one]]) => (one ? [only("field-removed", name, { ours: one })] : [])),
    ...added.flatMap(([name, [one]]) => (one ? [only("field-added", name, { theirs: one })] : [])),
  ];
}

function innerPairs({ ours, theirs, field }: Pair, here: Fields, there: Fields): Pair[] {
  const named = [...here].flatMap(([name, all]) => {
    const others = there.get(name) ?? [];
    // Variants that correspond are in the same order; else which is which is not known.
    if (all.length !== others.length) {
      return [];
    }
    return all.flatMap((one, index) => {
      const other = others[index];
      return other ? [{ ours: one, theirs: other, field: [...field, name] }] : [];
    });
  });
  const others = unnamed(theirs);
  const held = [...unnamed(ours)].flatMap(([key, one]) => {
    const other = others.get(key);
    return other ? [{ ours: one, theirs: other, field: [...field, /Properties$/.test(key) ? "*" : "[]"] }] : [];
  });
  return [...named, ...held];
}

/** The schemas of parts without a name of their own, by the keyword that holds them; of several the first. */
function unnamed(schema: Schema): Map<string, Schema> {
  const parts = facets([schema]);
  const single = (keyword: string) =>
    parts.flatMap((part) => inner(part, keyword) ?? []).map((one) => [keyword, one] as const);
  const found = [
    ...["items", "contains", "additionalProperties", "unevaluatedProperties"].flatMap(single),
    ...parts.flatMap((part) => innerList(part, "prefixItems").map((one, index) => [`${index}`, one] as const)),
    ...parts.flatMap((part) =>
      innerMap(part, "patternProperties").map(([name, one]) => [`${name} of patternProperties`, one] as const),
    ),
  ];
  return new Map(found.reverse());
}
