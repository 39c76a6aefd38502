import { canonical, isObject, type Json, parseJson } from "../model/json.js";
import { kept, lazy } from "../model/lazy.js";
import type { Operation, Response } from "../model/operation.js";
import { toPointer } from "../model/pointer.js";
import { allows, type ValidationError } from "../model/validator.js";
import type { WireRequest } from "../provider/wire.js";
import { engineOf, takes } from "../schema/engine.js";
import type { Wish } from "../schema/sampler.js";
import { madeSchema } from "../schema/schema.js";
import { validation } from "../schema/validate.js";
import { against, isOfOtherVariant, narrowings, ownGoals, tries } from "./goals.js";
import { type Place, placesOf, textsOf, valuesAt, whereOf, wholes } from "./places.js";

/** Something that some requests have and others do not. The validator tells by the request, whoever made it. */
export interface Trait {
  readonly where: string;
  readonly at: readonly string[];
  readonly what: string;
  /** Whether a request has it. */
  readonly fires: (request: WireRequest) => boolean;
  /** Whether the engine finds a request that has it. Absent if there is one, whatever the contract says of values. */
  readonly possible?: () => boolean;
}

/** A goal that some requests break. */
interface Breach extends Trait {
  /** The same of this goal and no other. */
  readonly alone: Pick<Trait, "fires" | "possible">;
}

/**
 * The possible traits of a valid request, at each place: a value is there or is left out, is one that a narrower schema
 * refuses, or one that a single variant accepts.
 */
export const traits = kept((operation: Operation): readonly Trait[] => [
  ...placesOf(operation).flatMap(traitsAt),
  ...absences(operation, false),
  ...beyondExamples(operation),
]);

/** The goals that requests can break, at each place. */
export const breaches = kept((operation: Operation): readonly Breach[] => [
  ...placesOf(operation).flatMap(breachesAt),
  ...absences(operation, true).map((one) => ({ ...one, alone: one })),
]);

/** Whether a request can break the contract: what cannot be written where it goes breaks nothing. */
export function canBeInvalid(operation: Operation): boolean {
  return operation.body !== undefined || breaches(operation).some(({ possible }) => possible?.() !== false);
}

/** The responses to requests that break the contract, if there can be such requests. */
export function refusalsOfInvalid(operation: Operation): readonly Response[] {
  return operation.responses.filter(({ causes }) => causes.includes("invalid-request") && canBeInvalid(operation));
}

interface Particular {
  readonly name: string;
  readonly what: string;
  readonly has: (value: Json) => boolean;
  readonly at?: readonly string[];
  /** Helps to find such a value. */
  readonly wish?: Pick<Wish, "also" | "without">;
}

function traitsAt(place: Place): Trait[] {
  const { root, site } = place;
  return particulars(place).map(({ name, what, has, at = site.node.at, wish = {} }) => {
    const isIn = (whole: Json) => valuesAt(root, site, whole).some(has);
    return {
      ...{ where: `${place.where}/${name}`, at, what: `${place.where} ${what}` },
      fires: (request) => {
        const whole = root.valueIn(request);
        return whole !== undefined && isIn(whole);
      },
      possible: lazy(() => {
        const values = engineOf(site.node).sampler.values(site.view.held, { ...wish, count: tries, wanted: has });
        return isFound(place, values, (whole) => allows(root.schema, whole) && isIn(whole));
      }),
    };
  });
}

function isFound(place: Place, values: Iterable<Json>, fits: (whole: Json) => boolean): boolean {
  for (const value of values) {
    for (const whole of wholes(place, value)) {
      if (place.root.carries(whole) && fits(whole)) {
        return true;
      }
    }
  }
  return false;
}

function particulars(place: Place): Particular[] {
  const { root, others } = place;
  const { node, view, ends } = place.site;
  if (ends || view.branches.length > 0) {
    return [];
  }
  const shown = root.examples.flatMap((example) => valuesAt(root, place.site, example));
  const plain = shown[0] ?? engineOf(node).sampler.samples(view.held)[0];
  return [
    { name: "sent", what: "is sent", has: () => true },
    ...(others.length > 0
      ? [{ name: "alone", what: "alone takes a value", has: (value: Json) => !others.some((one) => takes(one, value)) }]
      : []),
    ...view.properties
      .filter(([name]) => !view.facts.required.has(name))
      .map(([name, field]) => ({
        ...{ name: `${name}/left-out`, what: `is without ${name}`, at: field.at, wish: { without: name } },
        has: (value: Json) => isObject(value) && !Object.hasOwn(value, name),
      })),
    ...narrowings(view, plain).map(([name, schema]) => {
      const narrower = madeSchema(schema);
      return {
        ...{ name, what: `is not ${JSON.stringify(schema)}`, wish: { also: [narrower] } },
        has: (value: Json) => !validation.isValid(narrower, value),
      };
    }),
  ];
}

function breachesAt(place: Place): Breach[] {
  const { root, site, others } = place;
  return (site.ends ? [] : ownGoals(site.node)).map(({ goal, at }) => {
    const key = toPointer(at);
    const name = goal.keyword === "required" ? goal.name : undefined;
    const isThis = (error: ValidationError) => toPointer(error.at) === key && (name ?? error.field) === error.field;
    const like = (isMeant: (errors: readonly ValidationError[]) => boolean): Breach["alone"] => {
      const isBroken = (whole: Json) => isMeant(root.errorsIn(JSON.stringify(whole)));
      return {
        fires: (request) => {
          const whole = root.valueIn(request);
          return whole !== undefined && isBroken(whole);
        },
        possible: lazy(() => isFound(place, against(site.node, others, goal), isBroken)),
      };
    };
    const named = [whereOf(root, { at: at.slice(0, -1) }), goal.keyword, goal.name].filter(Boolean);
    return {
      ...{ where: named.join("/"), at, what: `${named[0]} breaks its ${named.slice(1).join(" of ")}` },
      ...like((errors) => errors.some(isThis)),
      alone: like(
        (errors) => errors.some(isThis) && errors.every((one) => isThis(one) || isOfOtherVariant(one.at, at)),
      ),
    };
  });
}

/** Parameters and bodies that are not there, if the contract requires them or not. */
function absences(operation: Operation, isRequired: boolean): Trait[] {
  const { body, parameters } = operation;
  const absent = (where: string, at: readonly string[], fires: Trait["fires"]): Trait[] => [
    { where: `${where}/missing`, at, what: `${where} is missing`, fires },
  ];
  return [
    ...parameters
      .filter((one) => one.required === isRequired && (one.in === "query" || one.in === "header"))
      .flatMap((one) => {
        const isMissing = (request: WireRequest) => textsOf(operation, one, request).length === 0;
        return absent(`${one.in}/${one.name}`, [...one.node.at, "required"], isMissing);
      }),
    ...(body?.required === isRequired ? absent("body", body.node.at, (request) => request.body === undefined) : []),
  ];
}

/** Requests that no example shows: a provider may be right for the examples alone. */
function beyondExamples({ body, node: { at } }: Operation): Trait[] {
  const shown = (body?.content ?? []).flatMap(({ examples }) => examples.map(({ value }) => canonical(value)));
  const fires: Trait["fires"] = (request) => !shown.includes(canonical(parseJson(request.body ?? "")));
  return body ? [{ where: "body/beyond-examples", at, what: "body is not one of the examples", fires }] : [];
}
