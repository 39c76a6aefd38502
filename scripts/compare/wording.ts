import type { Direction } from "../../contract-tests/model/direction.js";
import { isStrings, type Json } from "../../contract-tests/model/json.js";
import { toPointer } from "../../contract-tests/model/pointer.js";
import type { Comparer } from "../../contract-tests/schema/comparer.js";
import { facets } from "../../contract-tests/schema/conjunction.js";
import type { Goal } from "../../contract-tests/schema/goals.js";
import { keywordsOf, unreadable } from "../../contract-tests/schema/schema.js";
import type { Obligation } from "../../contract-tests/schema/trace.js";
import type { NotShown } from "../../contract-tests/schema/witness.js";
import type { Kind } from "./kinds.js";
import type { DocumentName } from "./values.js";

/** Where in a value something differs: field names, `*` for any further one, `[]` for any item. */
export function placeOf({ path, goal }: Obligation): string[] {
  const place = path.flatMap(({ shown }) => shown ?? []);
  return goal.keyword === "required" ? [...place, goal.name] : place;
}

/** Where a goal stands in its document. */
export function pointerOf({ part, keyword, name }: Goal): string {
  if (part.pointer === "" || !(keyword in keywordsOf(part))) {
    return part.pointer;
  }
  const named = ["properties", "patternProperties", "prefixItems", "dependentSchemas"].includes(keyword);
  return `${part.pointer}${toPointer(named ? [keyword, name] : [keyword]).slice(1)}`;
}

/** Whether a field is refused because the consumer does not list it. */
function isUnlisted({ goal, path }: Obligation): boolean {
  const step = path.at(-1)?.step;
  return goal.keyword === "false" && step !== undefined && "name" in step;
}

/** Whether a field is refused for being `readOnly` or `writeOnly`: then it is no difference that the other side has it. */
export function isLeftOut(one: Obligation): boolean {
  return isUnlisted(one) && !/\/(additional|unevaluated)Properties$/.test(one.goal.part.pointer);
}

/** A field that only theirs lists is news, and not a value that ours happens to refuse. */
export function kindOf(one: Obligation, accepting: DocumentName): Kind {
  return accepting === "theirs" && isUnlisted(one) && placeOf(one).at(-1) !== "*" ? "field-new" : "value";
}

/** What becomes of a witness. */
export function outcome(accepting: DocumentName, direction: Direction, silent: boolean): string {
  if (silent) {
    return "not ruled out there, not allowed by ours";
  }
  if (direction === "request") {
    return accepting === "ours" ? "accepted before, refused now" : "refused before, accepted now";
  }
  return accepting === "theirs" ? "can come now, not allowed by ours" : "could come before, comes no longer";
}

interface Told {
  readonly accepting: DocumentName;
  readonly direction: Direction;
  readonly silent?: boolean;
}

/** What differs, said of the place. */
export function message(one: Obligation, { accepting, direction, silent = false }: Told): string {
  const lost = (direction === "request") === (accepting === "ours");
  if (one.goal.keyword === "required") {
    return ofRequired(direction, lost);
  }
  if (isUnlisted(one)) {
    return ofUnlisted(one, direction, lost);
  }
  if (silent) {
    return `their document does not say; ours asks that it ${violation(one.goal)}`;
  }
  return `${accepting === "ours" ? "theirs" : "ours"} says it ${violation(one.goal)}`;
}

function ofRequired(direction: Direction, lost: boolean): string {
  if (direction === "request") {
    return lost ? "is required now" : "is required no longer";
  }
  return lost ? "can be missing now" : "is always there now";
}

function ofUnlisted(one: Obligation, direction: Direction, lost: boolean): string {
  if (direction === "response") {
    return lost ? "can come now, and ours is closed" : "comes no longer: theirs is closed";
  }
  if (lost) {
    return "is refused now: not listed there";
  }
  return placeOf(one).at(-1) === "*" ? "can be any further field" : "is new there";
}

/** What a goal asks, as a sentence goes on after "it". */
function violation({ part, keyword, name }: Goal): string {
  const value = keywordsOf(part)[keyword];
  const text = plainly(value);
  switch (keyword) {
    case "type":
      return `must be ${isStrings(value) ? value.join(",") : String(value)}`;
    case "enum":
      return `must be equal to one of the allowed values: ${text}`;
    case "const":
      return `must be equal to constant: ${text}`;
    case "minLength":
      return `must NOT have fewer than ${text} characters`;
    case "maxLength":
      return `must NOT have more than ${text} characters`;
    case "pattern":
    case "format":
      return `must match ${keyword} "${String(value)}"`;
    case "minimum":
      return `must be >= ${text}`;
    case "exclusiveMinimum":
      return `must be > ${text}`;
    case "maximum":
      return `must be <= ${text}`;
    case "exclusiveMaximum":
      return `must be < ${text}`;
    case "multipleOf":
      return `must be multiple of ${text}`;
    case "minItems":
      return `must NOT have fewer than ${text} items`;
    case "maxItems":
      return `must NOT have more than ${text} items`;
    case "uniqueItems":
      return "must NOT have duplicate items";
    case "minProperties":
      return `must NOT have fewer than ${text} properties`;
    case "maxProperties":
      return `must NOT have more than ${text} properties`;
    case "dependentRequired":
      return `must not have ${JSON.stringify(name)} without the fields that depend on it`;
    case "contains":
      return `must contain at least ${plainly(keywordsOf(part).minContains ?? 1)} of the items asked for`;
    case "maxContains":
      return `must contain at most ${text} of the items named`;
    case "anyOf":
      return "must match a schema in anyOf";
    case "oneOf":
      return "must match exactly one schema in oneOf";
    case "not":
      return "must NOT be what `not` names";
    case "if":
      return "must match the schema of its `if`";
    case "propertyNames":
      return "must have only property names that are allowed";
    case "false":
      return "must NOT be there";
    default:
      return `must keep to \`${keyword}\``;
  }
}

function plainly(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

/** What could not be read of the schemas that meet at a place; nothing can be concluded there. */
export function unreadableAt({ goal, producer }: Obligation): string[] {
  const parts = [...facets(producer.schemas), goal.part];
  return [
    ...new Set(
      parts.flatMap((part) => {
        const reasons = keywordsOf(part)[unreadable];
        return isStrings(reasons) ? reasons : [];
      }),
    ),
  ];
}

/** Why a place is undecided. */
export function reason({ goal, producer }: Obligation, why: NotShown, told: Told, comparer: Comparer): string {
  const value = keywordsOf(goal.part)[goal.keyword];
  if (goal.keyword === "x-contradiction") {
    return `${String(value)}: which of the two is meant cannot be told`;
  }
  if (goal.keyword === "format" && typeof value === "string" && !comparer.prover.validation.knowsFormat(value)) {
    return `the format ${JSON.stringify(value)} cannot be checked here`;
  }
  const asked = `${told.accepting === "ours" ? "theirs" : "ours"} says it ${violation(goal)}`;
  if (why === "no-inner" && comparer.sampler.samples(producer).length === 0) {
    return `${asked}; no value was found that ${told.accepting === "ours" ? "our" : "their"} schema takes`;
  }
  if (why === "no-outer") {
    return `${asked}; no value that ${told.accepting === "ours" ? "our" : "their"} schema takes could be made to hold one that breaks this`;
  }
  return `${asked}; whether \`${goal.keyword}\` can be broken could be neither shown nor ruled out`;
}

/** Whether the producer's schemas leave out the keyword by which a value of theirs is refused. */
export function saysNothing({ goal, producer }: Obligation): boolean {
  const { keyword } = goal;
  if (keyword === "required" || keyword === "false") {
    return false;
  }
  const said = keyword === "enum" || keyword === "const" ? ["enum", "const"] : [keyword];
  if (keyword === "type") {
    return producer.parts.every((part) =>
      ["type", "anyOf", "oneOf", "enum", "const", "properties"].every((one) => !(one in keywordsOf(part))),
    );
  }
  return producer.parts.every((part) => said.every((one) => !(one in keywordsOf(part))));
}
