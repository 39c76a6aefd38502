import { canonical, type Json } from "../model/json.js";
import type { Operation } from "../model/operation.js";
import { allows } from "../model/validator.js";
import { editedPlan, type Field, markedFields } from "../provider/marks.js";
import type { RequestPlan } from "../provider/plan.js";
import { givenValue, isCarried } from "../provider/wire-parameters.js";
import type { Scope } from "./case.js";
import { bodyOf, exampleRequests } from "./requests.js";

/** Values by the field that they are for: its name, or its dotted path. */
export type Values = Readonly<Record<string, readonly Json[]>>;

/**
 * A provider's knowledge, as the user states it (`--values`). Plain data, so that it can be handed to another thread.
 */
export interface Knowledge {
  readonly values: Values;
  /** For one operation alone, by its ID; they go before the others. */
  readonly operations: Readonly<Record<string, Values>>;
  /** Whether there is a refresh JWT of a user who is signed in. */
  readonly refreshJwt: boolean;
}

export const nothingKnown: Knowledge = { values: {}, operations: {}, refreshJwt: false };

/** Whether a key of {@link Values} names a field: by its name, its dotted path, or the end of that. */
export function names(key: string, path: string): boolean {
  return path === key || path.endsWith(`.${key}`);
}

/** The values that a provider knows of a field, or undefined if the user names none. The longest key counts. */
function valuesFor({ known, operation }: Scope, { path, attribution }: Field) {
  const closest = (values: Values = {}) =>
    Object.entries(values)
      .filter(([key, { length }]) => length > 0 && names(key, path))
      .sort(([a], [b]) => b.length - a.length)[0]?.[1];
  const [, own] = Object.entries(known?.operations ?? {}).find(([id]) => id === operation.id) ?? [];
  // A person who is registered already cannot be created.
  const isNobody = attribution === "identity" && operation.createsPerson === true;
  return closest(own) ?? (isNobody ? undefined : closest(known?.values));
}

const includes = (values: readonly Json[], value: Json) => values.some((one) => canonical(one) === canonical(value));

/** Whether a field may hold a value. */
export function fits({ nodes }: Field, value: Json): boolean {
  return nodes.some((node) => allows(node, value));
}

/** Whether the contract allows the values of a plan, and a request can carry them. */
export function isValid(operation: Operation, { body, params }: RequestPlan): boolean {
  const media = bodyOf(operation);
  const isFine = !media || !body || !("json" in body) || allows(media.schema, body.json);
  return (
    isFine &&
    operation.parameters.every((parameter) => {
      const value = givenValue(parameter, params);
      return value === undefined ? !parameter.required : isCarried(parameter, value) && allows(parameter.schema, value);
    })
  );
}

/** A changed plan, or the plan itself if the change would make it valid or invalid. */
function changed({ operation }: Scope, plan: RequestPlan, edit: Parameters<typeof editedPlan>[2]) {
  const made = editedPlan(operation, plan, edit);
  return isValid(operation, made) === isValid(operation, plan) ? made : plan;
}

/**
 * Whether a field names somebody whom no example names, if the contract says how strangers are refused: that refusal is
 * expected, and would not be seen if everybody were known.
 */
function isStranger({ operation }: Scope, { attribution, value }: Field): boolean {
  const examples = operation.responses.flatMap(({ content }) => content.flatMap((media) => media.examples));
  return (
    attribution === "identity" &&
    examples.some(({ cause }) => cause === "state") &&
    !exampleRequests(operation).some((one) => markedFields(operation, one.plan).some((shown) => shown.value === value))
  );
}

/**
 * A planned request with a value that the provider knows in place of each made-up one, and the refresh JWT if a field
 * needs it: the one place where the user's values get into requests. `turn` chooses among several values. A value that
 * is itself wrong stays, and so does a stranger.
 */
export function withKnownValues(scope: Scope, plan: RequestPlan, turn: number): RequestPlan {
  const { operation, known } = scope;
  const made = changed(scope, plan, (field) => {
    const all = valuesFor(scope, field);
    if (!all || includes(all, field.value) || !fits(field, field.value) || isStranger(scope, field)) {
      return field.value;
    }
    const values = all.filter((value) => fits(field, value));
    return values[turn % values.length] ?? field.value;
  });
  const needsJwt = known?.refreshJwt && markedFields(operation, made).some(({ needsRefreshJwt }) => needsRefreshJwt);
  return needsJwt && plan.authorization === undefined ? { ...made, refreshJwt: true } : made;
}

/** Whether the provider may refuse a value only because it does not know it. */
function isMadeUp(scope: Scope, field: Field): boolean {
  const { known } = scope;
  const isUnknown = field.needsRefreshJwt
    ? !known?.refreshJwt
    : field.isKnown && !includes(valuesFor(scope, field) ?? [], field.value);
  return known !== undefined && isUnknown && fits(field, field.value);
}

/** The fields of a request whose values are made up though the provider has to know them, each path once. */
export function madeUpFields(scope: Scope, plan: RequestPlan): Field[] {
  const found = markedFields(scope.operation, plan).filter((field) => isMadeUp(scope, field));
  return [...new Map(found.map((field) => [field.path, field])).values()];
}

/** The same request without such fields. Those that it has to have hold what the contract's example has there. */
export function withoutMadeUp(scope: Scope, plan: RequestPlan): RequestPlan {
  const [base] = exampleRequests(scope.operation);
  const shown = new Map(
    base && markedFields(scope.operation, base.plan).map(({ path, value }): [string, Json] => [path, value]),
  );
  return changed(scope, plan, (field) => {
    if (!isMadeUp(scope, field)) {
      return field.value;
    }
    return field.isRequired ? (shown.get(field.path) ?? field.value) : undefined;
  });
}

/**
 * The same request with only its required parts, and those that the contract marks: the person and the thing it is
 * about.
 */
export function aboutTheSame(scope: Scope, plan: RequestPlan): RequestPlan {
  const isMarked = ({ attribution, isKnown, needsRefreshJwt, divertsMessage }: Field) =>
    attribution === "identity" || isKnown || needsRefreshJwt || divertsMessage;
  const marked = markedFields(scope.operation, plan).filter(isMarked);
  return changed(scope, plan, ({ path, value, isRequired }) =>
    isRequired || marked.some((one) => one.path === path || one.path.startsWith(`${path}.`)) ? value : undefined,
  );
}
