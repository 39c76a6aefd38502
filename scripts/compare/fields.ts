import { canonical } from "../../contract-tests/model/json.js";
import type { Difference } from "./difference.js";
import type { Kind } from "./kinds.js";
import { facets } from "./schemas/conjunction.js";
import { inner, innerMap, keywordsOf, type Schema } from "./schemas/schema.js";
import type { Compared, ValueContext } from "./values.js";

interface Change {
  readonly kind: Kind;
  readonly message: string;
  readonly place: readonly string[];
  readonly ours: Schema;
  readonly theirs: Schema;
}

interface Pair extends Compared {
  readonly place: readonly string[];
}

/**
 * What no value can show, because both sides take it: a field that only one of them lists while the other is open, and
 * what is said of a field besides its values. None of it breaks a consumer. Each pair of schemas is looked at once.
 */
export function changedFields(schemas: Compared, context: ValueContext): Difference[] {
  const found: Change[] = [];
  const seen = new Set<string>();
  let level: Pair[] = [{ ...schemas, place: [] }];
  while (level.length > 0) {
    const next: Pair[] = [];
    for (const pair of level) {
      const key = `${pair.ours.id} ${pair.theirs.id}`;
      if (seen.has(key) || context.comparer.sameToTheReader(pair.ours, pair.theirs)) {
        continue;
      }
      seen.add(key);
      found.push(...besides(pair), ...listed(pair, context));
      next.push(...innerPairs(pair));
    }
    level = next;
  }
  return found.map(({ place, kind, message, ours, theirs }) => ({
    verdict: "compatible",
    kind,
    operation: context.operation,
    part: context.part,
    field: place.join("."),
    message,
    ours: ours.pointer,
    theirs: theirs.pointer,
  }));
}

const fields = new WeakMap<Schema, Map<string, Schema[]>>();

function fieldsOf(schema: Schema): Map<string, Schema[]> {
  const held = fields.get(schema);
  if (held) {
    return held;
  }
  const found = new Map<string, Schema[]>();
  for (const part of facets([schema])) {
    for (const [name, one] of innerMap(part, "properties")) {
      const known = found.get(name) ?? [];
      if (!known.includes(one)) {
        found.set(name, [...known, one]);
      }
    }
  }
  fields.set(schema, found);
  return found;
}

/** The fields that only one side lists. */
function listed({ ours, theirs, place }: Pair, { direction }: ValueContext): Change[] {
  const [here, there] = [fieldsOf(ours), fieldsOf(theirs)];
  const change = (kind: Kind, name: string, message: string, at: Partial<Compared>): Change => ({
    kind,
    message,
    place: [...place, name],
    ours: at.ours ?? ours,
    theirs: at.theirs ?? theirs,
  });
  const gone = [...here].filter(([name]) => !there.has(name));
  const added = [...there].filter(([name, [one]]) => !here.has(name) && one?.value !== false);
  // Against an object of which they say nothing, every field would be "not listed".
  const silent = there.size === 0 && facets([theirs]).every((part) => innerMap(part, "patternProperties").length === 0);
  const further = facets([theirs]).some((part) => {
    const rest = inner(part, "additionalProperties");
    return rest !== undefined && rest.value !== true;
  });
  const message =
    direction === "request" ? "is not listed there: accepted, perhaps ignored" : "is not listed there: need not come";
  return [
    ...(silent || further
      ? []
      : gone.flatMap(([name, [one]]) =>
          one && one.value !== false ? [change("field-not-listed", name, message, { ours: one })] : [],
        )),
    ...added.flatMap(([name, [one]]) => (one ? [change("field-new", name, "is new there", { theirs: one })] : [])),
  ];
}

function innerPairs({ ours, theirs, place }: Pair): Pair[] {
  const there = fieldsOf(theirs);
  const named = [...fieldsOf(ours)].flatMap(([name, all]) => {
    const others = there.get(name) ?? [];
    // Of several variants, those that correspond stand in the same order; else which is which is not known.
    if (all.length !== others.length) {
      return [];
    }
    return all.flatMap((one, index) => {
      const other = others[index];
      return other ? [{ ours: one, theirs: other, place: [...place, name] }] : [];
    });
  });
  const held = (["items", "additionalProperties"] as const).flatMap((keyword) => {
    const [one] = facets([ours]).flatMap((part) => inner(part, keyword) ?? []);
    const [other] = facets([theirs]).flatMap((part) => inner(part, keyword) ?? []);
    return one && other ? [{ ours: one, theirs: other, place: [...place, keyword === "items" ? "[]" : "*"] }] : [];
  });
  return [...named, ...held];
}

function besides({ ours, theirs, place }: Pair): Change[] {
  const [here, there] = [keywordsOf(ours), keywordsOf(theirs)];
  const changes: Change[] = [];
  if (there.deprecated === true && here.deprecated !== true) {
    changes.push({ kind: "field-deprecated", message: "is deprecated there", place, ours, theirs });
  }
  const message = defaultMessage(here.default, there.default);
  if (message !== undefined) {
    changes.push({ kind: "default-changed", message, place, ours, theirs });
  }
  return changes;
}

type Value = Parameters<typeof canonical>[0];

/** What a changed default means; undefined where it did not change. */
function defaultMessage(ours: Value, theirs: Value): string | undefined {
  if (theirs === undefined || ours === undefined || canonical(ours) === canonical(theirs)) {
    return undefined;
  }
  return `stands for ${canonical(theirs)} when left out, not ${canonical(ours)}`;
}
