import { Undecided } from "../../contract-tests/model/errors.js";
import { isStrings } from "../../contract-tests/model/json.js";
import { toPointer } from "../../contract-tests/model/pointer.js";
import type { Comparer } from "../../contract-tests/schema/comparer.js";
import { facets } from "../../contract-tests/schema/conjunction.js";
import { alone } from "../../contract-tests/schema/facts.js";
import type { Goal } from "../../contract-tests/schema/goals.js";
import { keywordsOf, type Schema, unreadable } from "../../contract-tests/schema/schema.js";
import type { Obligation } from "../../contract-tests/schema/trace.js";
import { type NotShown, type Shown, witnessOf } from "../../contract-tests/schema/witness.js";
import { type Difference, differs, type News, type Verdict } from "./difference.js";
import { changedFields } from "./fields.js";
import { fieldOf, isLeftOut, newsOf } from "./news.js";
import { type Compared, placeAt, type ValueContext } from "./operation-pair.js";
import { asWritten, onTheWire, takesText } from "./wire.js";

/** The differences between two schemas for the same values. Those that several parts refer to are compared once. */
export function compareSchemas(schemas: Compared, context: ValueContext): Difference[] {
  const { comparer, direction, asText, part } = context;
  const known = compared.get(comparer) ?? new Map<string, Difference[]>();
  compared.set(comparer, known);
  const key = [direction, asText, schemas.ours.id, schemas.theirs.id].join(" ");
  const found = known.get(key) ?? between(schemas, context);
  known.set(key, found);
  return found.map((one) => ({ ...one, operation: context.ours.id, part }));
}

const compared = new WeakMap<Comparer, Map<string, Difference[]>>();

function between(schemas: Compared, context: ValueContext): Difference[] {
  const whole = { ...schemas, field: [] };
  const not = (why: string) => differs(placeAt(context, whole), "undecided", "schema-not-compared", { why });
  const found = tried(() => {
    if (context.comparer.sameToTheReader(schemas.ours, schemas.theirs)) {
      return [];
    }
    const producer: keyof Compared = context.direction === "request" ? "ours" : "theirs";
    const lost = differences(schemas, producer, context);
    const gained = tried(() => differences(schemas, producer === "ours" ? "theirs" : "ours", context));
    const besides = tried(() => changedFields(whole, context, compareSchemas));
    return folded([
      ...lost,
      ...(typeof gained === "string" ? [] : gained),
      ...(typeof besides === "string" ? [not(besides)] : besides),
    ]);
  });
  return typeof found === "string" ? [not(found)] : found;
}

/** A schema that Ajv cannot compile, that never ends or is too much to go through is a reason and no crash. */
export function tried<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) {
      return "a schema never ends";
    }
    if (error instanceof Undecided) {
      return error.message;
    }
    return `a schema cannot be used: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The values to find: the schema of one document accepts them and that of the other refuses them. */
interface Question {
  readonly schemas: Compared;
  readonly accepting: keyof Compared;
  readonly refusing: keyof Compared;
  /** Whether such values are lost: those from our side are refused there, or those from there are refused here. */
  readonly lost: boolean;
  /** The refusing schema, as it reads values off the wire. */
  readonly consumer: Schema;
  readonly context: ValueContext;
}

/** The values of one side that the other refuses. */
function differences(schemas: Compared, accepting: keyof Compared, context: ValueContext): Difference[] {
  const { comparer, direction } = context;
  const refusing = accepting === "ours" ? "theirs" : "ours";
  const lost = (direction === "request") === (accepting === "ours");
  const producer = alone(schemas[accepting]);
  const whole = (verdict: Verdict, why: string) =>
    differs(placeAt(context, { ...schemas, field: [] }), verdict, "schema-not-compared", { why });
  const whose = accepting === "ours" ? "our" : "their";
  if (lost && comparer.prover.factsOf(producer).impossible) {
    return [whole("compatible", `${whose} schema accepts no value`)];
  }
  const consumer = onTheWire(schemas[refusing], schemas[accepting], context.asText, comparer);
  const { obligations, cut } = comparer.trace(producer, consumer);
  const question = { schemas, accepting, refusing, lost, consumer, context } as const;
  const found = obligations.filter((one) => lost || !isLeftOut(one)).flatMap((one) => differencesAt(one, question));
  // A witness is a value of the producer's; only without one is it worth the time to look for any.
  const isShown = found.some(({ witness }) => witness);
  if (lost && !isShown && comparer.sampler.samples(producer).length === 0) {
    return comparer.prover.proves(producer, schemas[refusing])
      ? []
      : [whole("undecided", `no value was found that ${whose} schema accepts`)];
  }
  return cut && lost ? [...found, whole("undecided", "the schemas differ in more places than were looked at")] : found;
}

/** The difference of one obligation. A mere gain is reported only if a value shows it. */
function differencesAt(one: Obligation, question: Question): Difference[] {
  const { lost, context } = question;
  const reasons = unreadableAt(one);
  if (reasons.length > 0) {
    const told = { change: "schema-not-compared", news: { why: reasons.join("; ") } } as const;
    return lost ? [difference(one, one.goal, "undecided", question, {}, undefined, told)] : [];
  }
  const { shownBefore } = context.comparer;
  // The origin of a difference, wherever it is.
  const cause = `${one.producer.key} => ${one.goal.id}`;
  const before = lost ? undefined : shownBefore.get(cause);
  if (before !== undefined) {
    return before ? [difference(one, one.goal, "compatible", question)] : [];
  }
  const shown = shownBy(one, question);
  if (!lost) {
    shownBefore.set(cause, typeof shown !== "string");
  }
  if (typeof shown === "string") {
    return lost ? [open(one, shown, question)] : [];
  }
  const goal = asWritten(one, context.comparer, shown.inner);
  const isSilent = lost && context.loose && context.direction === "response" && saysNothing(one, goal);
  const verdict = isSilent ? "undecided" : "breaking";
  return [difference(one, goal, lost ? verdict : "compatible", question, isSilent ? { silent: true } : {}, shown)];
}

/** A witness that is one on the wire as well. */
function shownBy(
  one: Obligation,
  { schemas, accepting, refusing, consumer, lost, context }: Question,
): Shown | NotShown {
  const { comparer, asText } = context;
  const shown = witnessOf(one, alone(schemas[accepting]), consumer, comparer.sampler, !lost);
  const isTaken =
    typeof shown !== "string" && asText !== undefined && takesText(schemas[refusing], shown.value, comparer);
  return isTaken ? "taken" : shown;
}

function difference(
  one: Obligation,
  goal: Goal,
  verdict: Verdict,
  { schemas, accepting, refusing, context }: Question,
  more: News = {},
  shown?: Shown,
  { change, news } = newsOf(one, goal, accepting, context.comparer),
): Difference {
  const { parts, schemas: all } = one.producer;
  const said = parts.find(
    (part) => part.pointer !== "" && goal.keyword in keywordsOf(part) && goal.keyword !== "required",
  );
  const held = all.find(({ pointer }) => pointer !== "") ?? one.path.at(-1)?.around.schemas[0] ?? schemas[accepting];
  const from = { ours: schemas.ours.pointer, theirs: schemas.theirs.pointer, validUnder: accepting };
  const place = {
    operation: context.ours.id,
    part: context.part,
    field: fieldOf(one),
    [accepting]: said ? pointerOf({ ...goal, part: said }) : held.pointer,
    // A schema that was rewritten for the wire does not have a place of its own.
    [refusing]: goal.part.source === schemas[refusing].source ? pointerOf(goal) : schemas[refusing].pointer,
  };
  const witness = shown && { value: shown.value, schemas: from };
  const told = differs(place, verdict, change, { ...news, ...more }, witness);
  return accepting === "ours" && isMerelyOpen(one) ? { ...told, untyped: true } : told;
}

/** Whether an obligation is about further fields that the producer does not mention. */
function isMerelyOpen(one: Obligation): boolean {
  const further = ["additionalProperties", "unevaluatedProperties", "patternProperties"];
  const parts = facets(one.path.at(-1)?.around.schemas ?? []);
  return fieldOf(one).at(-1) === "*" && !parts.some((part) => further.some((keyword) => keyword in keywordsOf(part)));
}

/** Where a goal is in its document. */
function pointerOf({ part, keyword, name }: Goal): string {
  if (part.pointer === "" || !(keyword in keywordsOf(part))) {
    return part.pointer;
  }
  const isInside = name !== "" && !/required$/i.test(keyword);
  return `${part.pointer}${toPointer(isInside ? [keyword, name] : [keyword]).slice(1)}`;
}

function open(one: Obligation, shown: NotShown, question: Question): Difference {
  const { comparer } = question.context;
  const goal = asWritten(one, comparer);
  const { [goal.keyword]: value } = keywordsOf(goal.part);
  const isStrange =
    goal.keyword === "format" && typeof value === "string" && !comparer.prover.validation.knowsFormat(value);
  const odd = isStrange ? `the format ${JSON.stringify(value)} cannot be checked here` : shown;
  const isUnclear = goal.keyword === "x-contradiction";
  const why = isUnclear ? `${String(value)}: it is not clear which of the two is meant` : odd;
  return difference(one, goal, "undecided", question, { why });
}

/** The unreadable parts of the schemas that meet at a place; there is no conclusion there. */
function unreadableAt({ goal, producer }: Obligation): string[] {
  const parts = [...facets(producer.schemas), goal.part];
  const reasons = parts.flatMap((part) => {
    const { [unreadable]: held } = keywordsOf(part);
    return isStrings(held) ? held : [];
  });
  return [...new Set(reasons)];
}

/** Whether the producer's schemas leave out the keyword by which a value of theirs is refused. */
function saysNothing({ producer }: Obligation, { keyword }: Goal): boolean {
  if (keyword === "required" || keyword === "false") {
    return false;
  }
  const said = keyword === "enum" || keyword === "const" ? ["enum", "const"] : [keyword];
  const typing = keyword === "type" ? ["anyOf", "oneOf", "enum", "const", "properties"] : [];
  return producer.parts.every((part) => [...said, ...typing].every((one) => !(one in keywordsOf(part))));
}

/**
 * One difference for each change: a compatible one at a place that is not compatible as a whole would only hide the
 * news, an open one at a place that a witness settles is settled, a place of another type is reported as that alone,
 * and a difference in a schema is one wherever it is used.
 */
function folded(differences: readonly Difference[]): Difference[] {
  const at = (field: readonly string[]) => JSON.stringify(field);
  const places = (is: (one: Difference) => boolean) => new Set(differences.filter(is).map(({ field }) => at(field)));
  const broken = places(({ verdict }) => verdict === "breaking");
  const unclear = places(({ verdict }) => verdict === "undecided");
  const retyped = places(({ kind, verdict }) => verdict === "breaking" && kind.endsWith("-type-changed"));
  const oneWay = places(({ kind }) => kind.endsWith("-one-way"));
  const isHidden = ({ verdict, kind, field }: Difference) => {
    const place = at(field);
    if (verdict !== "compatible") {
      // A new variant is reported by the variant; its tag is a part of it.
      const isTag = kind.endsWith("-discriminator-changed") && broken.has(at(field.slice(0, -1)));
      return (
        (verdict === "undecided" && (broken.has(place) || isTag)) ||
        (retyped.has(place) && /-(?:tightened|loosened)$/.test(kind))
      );
    }
    const isWithin = field.some((_, index) => oneWay.has(at(field.slice(0, index + 1))));
    return kind.endsWith("-deprecated")
      ? false
      : broken.has(place) || unclear.has(place) || (isWithin && !kind.endsWith("-one-way"));
  };
  const seen = new Set<string>();
  const outermost = [...differences].sort((a, b) => a.field.length - b.field.length);
  return outermost.filter((one) => {
    const { verdict, kind, field, news, ours, theirs } = one;
    // A field that is new or gone is found by its values if the object is closed, and by its name if it is open.
    const isListing = /-field-(?:added|removed)$/.test(kind);
    const key = JSON.stringify([verdict, kind, ...(isListing ? [field] : [field.at(-1), news, ours, theirs])]);
    return isHidden(one) || seen.has(key) ? false : seen.add(key);
  });
}
