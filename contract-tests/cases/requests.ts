import type { Contract } from "../model/contract.js";
import { canonical, isObject, type Json } from "../model/json.js";
import type { Node } from "../model/node.js";
import type { MediaType, Operation, Parameter } from "../model/operation.js";
import type { Params, RequestPlan } from "../provider/plan.js";
import { isCarried, readings, written } from "../provider/wire-parameters.js";
import { invalidSamples } from "../schema/invalid-samples.js";
import { label, type Sample } from "../schema/sample.js";
import { validSamples } from "../schema/valid-samples.js";
import { view } from "../schema/view.js";
import { siteKey } from "../schema/walk.js";
import { heldValues } from "../schema/walk-value.js";

/** The parts of a request that the contract leaves open: its parameters and its body. */
export interface RequestValues {
  readonly params?: Params;
  readonly body?: Json;
}

export interface NamedRequest extends RequestValues {
  readonly name: string;
}

interface InvalidRequest extends NamedRequest {
  /** The keyword it breaks, as a schema path. */
  readonly at: readonly string[];
  /** The same for each place at which it breaks only that: one value can be wrong in several variants. */
  readonly breaks: readonly (readonly string[])[];
}

/** Kept for each part of a contract, as several checks need it. */
function onceEach<Part extends object, T>(find: (contract: Contract, part: Part) => T): typeof find {
  const known = new WeakMap<Part, T>();
  return (contract, part) => {
    const found = known.get(part) ?? find(contract, part);
    known.set(part, found);
    return found;
  };
}

/** The requests that the contract's examples show, or if it shows none the plainest one. */
export const exampleRequests = onceEach((contract, operation: Operation): readonly NamedRequest[] => {
  if (unwritable(contract, operation)) {
    return [];
  }
  const params = plainParams(contract, operation);
  const media = bodyOf(operation);
  if (!media) {
    return [{ name: "plain", ...params }];
  }
  const shown = media.examples.filter(({ value }) => isValidBody(contract, media, value));
  if (shown.length > 0) {
    return shown.map(({ name, value }) => ({ name: `example ${name}`, ...params, body: value }));
  }
  const [made] = validBodies(contract, media);
  if (made) {
    return [{ name: "plain", ...params, body: made.value }];
  }
  return operation.body?.required === false ? [{ name: "plain", ...params }] : [];
});

/** A required parameter that has no value which could be written into a request. */
function unwritable(contract: Contract, operation: Operation): Parameter | undefined {
  return operation.parameters.find(
    (parameter) => parameter.required && parameter.schema && validValues(contract, parameter).length === 0,
  );
}

/** Why no valid request of an operation can be made, or undefined if one can. */
export function whyNoRequest(contract: Contract, operation: Operation): string | undefined {
  const parameter = unwritable(contract, operation);
  if (parameter) {
    return `no value was found for the ${parameter.in} parameter ${parameter.name} that a request can carry`;
  }
  return exampleRequests(contract, operation).length > 0 ? undefined : "no body was found that its schema accepts";
}

/**
 * Requests that the contract allows, beyond its examples: each sample of the body with plain parameters, then each
 * sample of each parameter with a plain body.
 */
export const validRequests = onceEach((contract, operation: Operation): readonly NamedRequest[] => {
  const params = plainParams(contract, operation);
  const media = bodyOf(operation);
  const [base] = exampleRequests(contract, operation);
  if (!base) {
    return [];
  }
  const bodies = media
    ? validBodies(contract, media).map((sample) => ({ name: label(sample) || "plain", ...params, body: sample.value }))
    : [];
  const withoutBody = media && operation.body?.required === false ? [{ name: "no body", ...params }] : [];
  const varied = operation.parameters.flatMap((parameter) => [
    ...validValues(contract, parameter).map((sample) => ({
      ...base,
      name: `${parameter.in} ${label({ ...sample, path: [parameter.name, sample.path].filter(Boolean).join(".") })}`,
      params: set(params.params, parameter, sample.value),
    })),
    ...(parameter.required
      ? []
      : [{ ...base, name: `${parameter.in} ${parameter.name} left out`, params: unset(params.params, parameter) }]),
  ]);
  return distinct([...bodies, ...withoutBody, ...varied]);
});

/**
 * Generated valid requests that, with the examples, have every field, variant and parameter once: each shows a schema
 * that those before it did not show.
 */
export function representativeRequests(contract: Contract, operation: Operation): NamedRequest[] {
  const media = bodyOf(operation);
  const placesIn = ({ body, params }: NamedRequest): string[] => [
    ...(media?.schema && body !== undefined
      ? heldValues(media.schema, body).map(({ schema }) => siteKey(schema.node))
      : ["no body"]),
    ...Object.entries(params ?? {}).flatMap(([place, values]) => Object.keys(values).map((name) => `${place} ${name}`)),
  ];
  const seen = new Set(exampleRequests(contract, operation).flatMap(placesIn));
  return validRequests(contract, operation).filter((request) => {
    const fresh = placesIn(request).filter((place) => !seen.has(place));
    for (const place of fresh) {
      seen.add(place);
    }
    return fresh.length > 0;
  });
}

/** Requests, each invalid in one respect. */
export const invalidRequests = onceEach((contract, operation: Operation): readonly InvalidRequest[] => {
  const media = bodyOf(operation);
  const [base] = exampleRequests(contract, operation);
  if (!base) {
    return [];
  }
  const inBody = media?.schema
    ? invalidSamples(
        media.schema,
        media.examples.map(({ value }) => value),
        // If the body is optional, null may mean that there is no body.
        (value) =>
          contract.validator.isInvalid(media.node, ["schema"], value) &&
          (value !== null || operation.body?.required === true),
      ).map(({ value, at, isAlone, ...said }) => ({ name: label(said), ...withParams(base), body: value, at, isAlone }))
    : [];
  const inParams = operation.parameters.flatMap((parameter) => invalidParameter(contract, parameter, base));
  return merged([...inBody, ...inParams]);
});

/** A request with one thing that it breaks. */
interface Breaking extends Omit<InvalidRequest, "breaks"> {
  readonly isAlone: boolean;
}

/** The same request once, with all that it breaks. */
function merged(requests: readonly Breaking[]): InvalidRequest[] {
  const breaks = new Map<string, (readonly string[])[]>();
  for (const request of requests) {
    const key = keyOf(request);
    breaks.set(key, [...(breaks.get(key) ?? []), ...(request.isAlone ? [request.at] : [])]);
  }
  return distinct(requests).map((request) => ({ ...request, breaks: breaks.get(keyOf(request)) ?? [] }));
}

function invalidParameter(contract: Contract, parameter: Parameter, base: RequestValues): Breaking[] {
  const { name, schema, node } = parameter;
  const missing =
    parameter.required && parameter.in !== "path"
      ? [
          {
            ...base,
            name: `${parameter.in} ${name} left out`,
            params: unset(base.params, parameter),
            at: [...node.at, "required"],
            isAlone: true,
          },
        ]
      : [];
  if (!schema) {
    return missing;
  }
  const wrong = invalidSamples(schema, exemplarsOf(contract, parameter), (value) => {
    const texts = written(parameter, value);
    const all = texts && readings(parameter, texts);
    // A field that the parameter's reader does not look for is missing.
    const isThere = texts?.length !== 0 && all?.some((read) => !isObject(read) || Object.keys(read).length > 0);
    // On the wire a parameter is text: an invalid sample that reads as a valid value is valid there.
    return (
      all !== undefined &&
      (isThere || (parameter.required && parameter.in !== "path")) &&
      all.every((read) => contract.validator.isInvalid(parameter.node, parameter.schemaTokens, read))
    );
  });
  return [
    ...missing,
    ...wrong.map((sample) => ({
      ...base,
      name: `${parameter.in} ${label({ path: [name, sample.path].filter(Boolean).join("."), what: sample.what })}`,
      params: set(base.params, parameter, sample.value),
      at: sample.at,
      isAlone: sample.isAlone,
    })),
  ];
}

export function isValidValue({ validator }: Contract, { node, schemaTokens }: Parameter, value: Json): boolean {
  return validator.isValid(node, schemaTokens, value);
}

/** Values of a parameter that its schema takes and a request can carry. */
export const validValues = onceEach((contract, parameter: Parameter): readonly Sample[] => {
  const { schema } = parameter;
  if (!schema) {
    return [];
  }
  const isSendable = ({ value }: Sample) => isCarried(parameter, value) && isValidValue(contract, parameter, value);
  const found = validSamples(schema, exemplarsOf(contract, parameter)).filter(isSendable);
  // A header has lost its long texts beyond ASCII.
  const isLong = ({ value }: Sample) => typeof value === "string" && value.length > 100;
  return parameter.in !== "header" || found.some(isLong) ? found : [...found, ...[longText].filter(isSendable)];
});

const longText: Sample = { value: `${"long ".repeat(50)}text`, path: "", what: "long" };

function plainParams(contract: Contract, operation: Operation): { params?: Params } {
  if (operation.parameters.length === 0) {
    return {};
  }
  let params: Params = {};
  for (const parameter of operation.parameters) {
    const first = validValues(contract, parameter)[0];
    if (first && (parameter.required || parameter.examples.length > 0)) {
      params = set(params, parameter, first.value);
    }
  }
  return { params };
}

/**
 * The contract's own value; if it shows none, a plain text goes before an empty one and one beyond ASCII, and an item
 * or a field that can be written before one that cannot.
 */
function exemplarsOf({ validator }: Contract, parameter: Parameter): Json[] {
  const { examples, schema } = parameter;
  const shown = examples.map(({ value }) => value).filter((value) => isCarried(parameter, value));
  if (shown.length > 0 || !schema) {
    return shown;
  }
  const { items, properties } = view(schema);
  const carried = (node: Node, around: (value: Json) => Json) =>
    validSamples(node, ["text"])
      .map(({ value }) => value)
      .find((value) => validator.isValid(node, [], value) && isCarried(parameter, around(value)));
  const item = items && carried(items, (value) => [value]);
  const fields = properties.flatMap(([name, field]) => {
    const value = carried(field, (one) => ({ [name]: one }));
    return value === undefined ? [] : [[name, value]];
  });
  return ["text", [item ?? "text"], Object.fromEntries(fields)];
}

/** Valid bodies, each with the thing that it tries. */
export const validBodies = onceEach((contract, media: MediaType): readonly Sample[] => {
  const exemplars = media.examples.map(({ value }) => value);
  if (!media.schema) {
    // Any value is valid.
    return [...exemplars, {}, "any"].map((value) => ({ value, path: "", what: value === "any" ? "any" : "" }));
  }
  return validSamples(media.schema, exemplars).filter(({ value }) => isValidBody(contract, media, value));
});

export function isValidBody({ validator }: Contract, { schema, node }: MediaType, value: Json): boolean {
  return schema === undefined || validator.isValid(node, ["schema"], value);
}

/** The body that the client sends; it carries one media type. */
export function bodyOf(operation: Operation): MediaType | undefined {
  return operation.body?.content[0];
}

export function set(params: Params | undefined, parameter: Parameter, value: Json): Params {
  if (parameter.in === "cookie") {
    return params ?? {};
  }
  return { ...params, [parameter.in]: { ...params?.[parameter.in], [parameter.name]: value } };
}

function unset(params: Params | undefined, parameter: Parameter): Params {
  if (parameter.in === "cookie") {
    return params ?? {};
  }
  const { [parameter.name]: _left, ...rest } = params?.[parameter.in] ?? {};
  return { ...params, [parameter.in]: rest };
}

function withParams({ params }: RequestValues): { params?: Params } {
  return params ? { params } : {};
}

function distinct<T extends RequestValues>(requests: readonly T[]): T[] {
  const seen = new Set<string>();
  return requests.filter((request) => {
    const key = keyOf(request);
    return seen.has(key) ? false : seen.add(key);
  });
}

function keyOf({ params, body }: RequestValues): string {
  return JSON.stringify([canonical((params ?? {}) as Json), canonical(body)]);
}

/** A request through the client, which carries JSON. */
export function throughClient({ params, body }: RequestValues): RequestPlan {
  return { via: "client", ...(params && { params }), ...(body !== undefined && { body: { json: body } }) };
}

/** The same request past the client. */
export function pastClient(values: RequestValues): RequestPlan {
  return { ...throughClient(values), via: "fetch" };
}
