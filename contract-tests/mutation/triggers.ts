import { isObject, type Json, jsonType, parseJson } from "../model/json.js";
import { child, entries, items, objectAt } from "../model/node.js";
import type { Operation, Parameter } from "../model/operation.js";
import { listed, numeric } from "../schema/view.js";
import type { Scope } from "./mutant.js";
import { bounds } from "./operators/sizes.js";
import { sendable } from "./request-drafts.js";
import { type RequestSite, requestSites, requiredBy } from "./request-sites.js";
import { valuesAt } from "./steps.js";
import type { WireRequest } from "./wire.js";

/** Something particular about a valid request, on which a provider's response can depend. */
interface Trigger {
  readonly where: string;
  readonly at: readonly string[];
  readonly what: string;
  /** Whether a request has it. */
  readonly fires: (request: WireRequest) => boolean;
  /** Whether some whole body or parameter that the contract allows has it. */
  readonly possible: () => boolean;
}

/** What can be particular about a single value in a request. */
interface Particular {
  readonly name: string;
  readonly what: string;
  readonly holds: (value: Json) => boolean;
  /** Values that hold it. */
  readonly witnesses: readonly Json[];
}

/** Every trigger in the body and the parameters of an operation, at each depth and in each variant. */
export function triggers(scope: Scope): Trigger[] {
  const found = requestSites(scope).flatMap((site) => [
    ...optionalFields(scope, site),
    ...[
      ...ofBounds(site),
      ...ofLists(site),
      ...ofTypes(site),
      ...ofTexts(site),
      ...ofNumbers(site),
      ...ofSizes(site),
    ].map((one) => ofValue(scope, site, one)),
    ...ofVariants(scope, site),
  ]);
  const seen = new Set<string>();
  return found.filter(({ where }) => !seen.has(where) && seen.add(where));
}

function ofValue(scope: Scope, site: RequestSite, { name, what, holds, witnesses }: Particular): Trigger {
  return {
    where: `${site.where}/${name}`,
    at: site.node.at,
    what: `${site.where} ${what}`,
    fires: (request) => valuesIn(scope, site, request).some(holds),
    possible: () => isPossible(scope, site, witnesses.filter(holds)),
  };
}

/** An optional field that is there, and one that is left out of an object that is there. */
function optionalFields(scope: Scope, site: RequestSite): Trigger[] {
  const objects = (request: WireRequest) => valuesIn(scope, site, request).filter(isObject);
  return entries(child(site.node, "properties"))
    .filter(([name]) => !requiredBy(site.node).includes(name) && !site.whole.required.includes(name))
    .flatMap(([name, field]) => {
      const has = (value: Json) => isObject(value) && Object.hasOwn(value, name);
      return [
        {
          ...{ where: `${site.where}/${name}/sent`, at: field.at, what: `${site.where}/${name} is sent` },
          fires: (request: WireRequest) => objects(request).some(has),
          possible: () => isPossible(scope, site, site.values.filter(has)),
        },
        {
          ...{ where: `${site.where}/${name}/left-out`, at: field.at, what: `${site.where}/${name} is left out` },
          fires: (request: WireRequest) => objects(request).some((value) => !has(value)),
          possible: () =>
            isPossible(
              scope,
              site,
              site.values.filter((value) => isObject(value) && !has(value)),
            ),
        },
      ];
    });
}

/** A value that one variant alone takes. */
function ofVariants(scope: Scope, site: RequestSite): Trigger[] {
  const { validator } = scope.contract;
  return ["anyOf", "oneOf"].flatMap((keyword) => {
    const variants = items(child(site.node, keyword));
    if (variants.length < 2) {
      return [];
    }
    return variants.map((variant, index) =>
      ofValue(scope, site, {
        name: `variant${index + 1}`,
        what: `is of variant ${index + 1} alone`,
        holds: (value) => variants.every((one) => validator.isValid(one, [], value) === (one === variant)),
        witnesses: site.values,
      }),
    );
  });
}

function ofBounds({ node, values, whole }: RequestSite): Particular[] {
  const keywords = objectAt(node);
  return Object.entries(bounds).flatMap(([keyword, { exclusive, types }]) => {
    const at = numeric(keywords, keyword);
    if (at === undefined || exclusive || !types.some((type) => whole.types.includes(type))) {
      return [];
    }
    return [
      { name: keyword, what: `is at its ${keyword} ${at}`, holds: (value) => sizeOf(value) === at, witnesses: values },
    ];
  });
}

function sizeOf(value: Json): number | undefined {
  if (typeof value === "number") {
    return value;
  }
  if (typeof value === "string") {
    return [...value].length;
  }
  if (Array.isArray(value)) {
    return value.length;
  }
  return isObject(value) ? Object.keys(value).length : undefined;
}

function ofLists({ node, values }: RequestSite): Particular[] {
  const choices = listed(objectAt(node)) ?? (objectAt(node).type === "boolean" ? [true, false] : []);
  return choices.map((choice) => ({
    name: `value-${String(choice)}`,
    what: `is ${JSON.stringify(choice)}`,
    holds: (value) => JSON.stringify(value) === JSON.stringify(choice),
    witnesses: [...values, choice],
  }));
}

function ofTypes({ whole: { types }, values, parameter }: RequestSite): Particular[] {
  if (types.length < 2 || parameter) {
    return [];
  }
  const fits = (type: string, value: Json) =>
    jsonType(value) === type || (type === "number" && jsonType(value) === "integer" && !types.includes("integer"));
  return types.map((type) => ({
    name: `type-${type}`,
    what: `is of the type ${type}`,
    holds: (value) => fits(type, value),
    witnesses: values,
  }));
}

/** Texts that somebody who thinks of English words would not think of. */
function ofTexts({ whole: { types, keywords }, values }: RequestSite): Particular[] {
  if (!types.includes("string") || listed(keywords)) {
    return [];
  }
  return [
    { name: "empty", what: "is empty", holds: (value) => value === "", witnesses: [""] },
    {
      name: "not-ascii",
      what: "has letters beyond ASCII",
      holds: (value) => typeof value === "string" && /[^\x20-\x7e]/.test(value),
      witnesses: [...values, "Zoë"],
    },
    {
      name: "long",
      what: "is longer than 100 characters",
      holds: (value) => typeof value === "string" && value.length > 100,
      witnesses: [...values, "a".repeat(120)],
    },
  ];
}

function ofNumbers({ whole: { types }, values }: RequestSite): Particular[] {
  if (!types.some((type) => type === "number" || type === "integer")) {
    return [];
  }
  const numbers = [...values, 0, -1, 0.5, 1.5, -2.5];
  const number = (name: string, what: string, holds: (value: number) => boolean): Particular => ({
    ...{ name, what, witnesses: numbers },
    holds: (value) => typeof value === "number" && holds(value),
  });
  return [
    number("zero", "is zero", (value) => value === 0),
    number("negative", "is below zero", (value) => value < 0),
    number("fraction", "is not a whole number", (value) => !Number.isInteger(value)),
  ];
}

/** How many items or entries there are, where more than one number of them is allowed. */
function ofSizes({ whole: { types, additional }, values }: RequestSite): Particular[] {
  const isList = types.includes("array");
  if (!isList && !(types.includes("object") && typeof additional === "object")) {
    return [];
  }
  const size = (value: Json) => (Array.isArray(value) || isObject(value) ? sizeOf(value) : undefined);
  return [
    { name: "none", what: "has nothing in it", holds: (value) => size(value) === 0, witnesses: values },
    { name: "several", what: "has several things in it", holds: (value) => (size(value) ?? 0) > 1, witnesses: values },
  ];
}

/** The values at a site in a request. */
function valuesIn({ operation }: Scope, { parameter, steps }: RequestSite, request: WireRequest): Json[] {
  if (!parameter) {
    const body = parseJson(request.body ?? "");
    return body === undefined ? [] : valuesAt(body, steps);
  }
  const texts = parameterTexts(operation, parameter, request);
  if (texts.length === 0) {
    return [];
  }
  const read = texts.map(asValue);
  const whole: Json[] = parameter.schema && objectAt(parameter.schema).type === "array" ? [read] : read;
  return whole.flatMap((value) => valuesAt(value, steps));
}

/** A parameter's text as the value that it most likely means. */
function asValue(text: string): Json {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) {
    return Number(text);
  }
  return text === "true" || text === "false" ? text === "true" : text;
}

/** The texts of a parameter that stands in a request as it is: in the path, a header, or a query, once an item. */
export function parameterTexts(operation: Operation, { in: place, name }: Parameter, request: WireRequest): string[] {
  const { pathname, searchParams } = new URL(request.url);
  if (place === "query") {
    return searchParams.getAll(name);
  }
  if (place !== "path") {
    return [request.headers.get(place === "header" ? name : "") ?? []].flat();
  }
  const index = operation.path.split("/").indexOf(`{${name}}`);
  const text = pathname.split("/")[index];
  return text === undefined || index < 0 ? [] : [decodeURIComponent(text)];
}

function isPossible({ contract }: Scope, site: RequestSite, witnesses: readonly Json[]): boolean {
  const { around, root } = site;
  return witnesses
    .flatMap((value) => around(value))
    .some((value) => sendable(site, value) && contract.validator.isValid(root, ["schema"], value));
}
