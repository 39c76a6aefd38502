import { canonical, isObject, type Json } from "../model/json.js";
import { kept } from "../model/lazy.js";
import { essence } from "../model/media-type.js";
import { child, type Node, objectAt } from "../model/node.js";
import type { MediaType, Operation, Parameter } from "../model/operation.js";
import { allows, forbids } from "../model/validator.js";
import type { RequestPlan } from "../provider/plan.js";
import { carriedBy, isCarried, readings, written } from "../provider/wire-parameters.js";
import { invalidSamples } from "../schema/invalid-samples.js";
import { label, type Sample } from "../schema/sample.js";
import { validSamples } from "../schema/valid-samples.js";
import { view } from "../schema/view.js";
import { siteKey } from "../schema/walk.js";
import { heldValues } from "../schema/walk-value.js";
import { anything } from "../schema/wants.js";

export interface NamedRequest {
  readonly name: string;
  readonly plan: RequestPlan;
}

/** A request that is invalid in one respect. */
interface InvalidRequest extends NamedRequest {
  /** The part of the contract that it breaks, such as a keyword of a schema. */
  readonly at: readonly string[];
  /** The same for each place at which it breaks only that: one value can be wrong in several variants. */
  readonly breaks: readonly (readonly string[])[];
  /** Set if a provider cannot read who or which thing it is about. */
  readonly unreadable?: true;
}

/** The requests that the contract's examples show, or if it shows none the plainest one. */
export const exampleRequests = kept((operation: Operation): readonly NamedRequest[] => {
  if (unwritable(operation)) {
    return [];
  }
  const plan = plainPlan(operation);
  const media = bodyOf(operation);
  if (!media) {
    return [{ name: "plain", plan }];
  }
  const shown = media.examples.filter(({ value }) => allows(media.schema, value));
  if (shown.length > 0) {
    return shown.map(({ name, value }) => ({ name: `example ${name}`, plan: withBody(plan, value) }));
  }
  const [made] = validBodies(media);
  if (made) {
    return [{ name: "plain", plan: withBody(plan, made.value) }];
  }
  return operation.body?.required === false ? [{ name: "plain", plan }] : [];
});

/** A required parameter that has no value which could be written into a request. */
function unwritable(operation: Operation): Parameter | undefined {
  return operation.parameters.find(
    (parameter) => parameter.required && parameter.schema && validValues(parameter).length === 0,
  );
}

/** Why no valid request of an operation can be made, or undefined if one can. */
export function whyNoRequest(operation: Operation): string | undefined {
  const parameter = unwritable(operation);
  if (parameter) {
    return `no value was found for the ${parameter.in} parameter ${parameter.name} that a request can carry`;
  }
  return exampleRequests(operation).length > 0 ? undefined : "no body was found that its schema accepts";
}

/**
 * Requests that the contract allows, beyond its examples: each sample of the body with plain parameters, then each
 * sample of each parameter with a plain body.
 */
export const validRequests = kept((operation: Operation): readonly NamedRequest[] => {
  const plain = plainPlan(operation);
  const media = bodyOf(operation);
  const [base] = exampleRequests(operation);
  if (!base) {
    return [];
  }
  const bodies = media
    ? validBodies(media).map((sample) => ({
        name: label(sample) || "plain",
        plan: withBody(plain, sample.value),
      }))
    : [];
  const withoutBody = media && operation.body?.required === false ? [{ name: "no body", plan: plain }] : [];
  const varied = operation.parameters.flatMap((parameter) => [
    ...validValues(parameter).map(({ value, ...tried }) => ({
      name: inParameter(parameter, tried),
      plan: withParam(base.plan, parameter, value),
    })),
    ...(parameter.required
      ? []
      : [{ name: inParameter(parameter, leftOut), plan: withParam(base.plan, parameter, undefined) }]),
  ]);
  return distinct([...bodies, ...withoutBody, ...varied]);
});

const leftOut = { path: "", what: "left out" };

/** The thing that a value of a parameter tries. */
function inParameter({ in: place, name }: Parameter, { path, what }: Pick<Sample, "path" | "what">): string {
  const tried = label({ path: [name, path].filter(Boolean).join("."), what });
  return `${place} ${tried}`;
}

/**
 * Generated valid requests that, with the examples, have every field, variant and parameter once: each shows a schema
 * that those before it did not show.
 */
export function representativeRequests(operation: Operation): NamedRequest[] {
  const media = bodyOf(operation);
  const placesIn = ({ plan }: NamedRequest): string[] => [
    ...(media?.schema && plan.body && "json" in plan.body
      ? heldValues(media.schema, plan.body.json).map(({ schema }) => siteKey(schema.node))
      : ["no body"]),
    ...Object.entries(plan.params ?? {}).flatMap(([place, values]) =>
      Object.keys(values).map((name) => `${place} ${name}`),
    ),
  ];
  const seen = new Set(exampleRequests(operation).flatMap(placesIn));
  return validRequests(operation).filter((request) => {
    const fresh = placesIn(request).filter((place) => !seen.has(place));
    for (const place of fresh) {
      seen.add(place);
    }
    return fresh.length > 0;
  });
}

/** Requests past the client, each invalid in one respect. */
export const invalidRequests = kept((operation: Operation): readonly InvalidRequest[] => {
  const media = bodyOf(operation);
  const [example] = exampleRequests(operation);
  if (!example) {
    return [];
  }
  const base = asRaw(example.plan);
  const inBody = media?.schema
    ? invalidSamples(
        media.schema,
        media.examples.map(({ value }) => value),
        // If the body is optional, null may mean that there is no body.
        (value) => forbids(media.schema, value) && (value !== null || operation.body?.required === true),
      ).map(({ value, at, isAlone, ...tried }) => ({
        name: label(tried),
        plan: withBody(base, value),
        at,
        breaks: isAlone ? [at] : [],
      }))
    : [];
  const inParams = operation.parameters.flatMap((parameter) => invalidParameter(parameter, base));
  return [...merged([...inBody, ...inParams]), ...invalidMessages(operation, base)];
});

/** The same request once, with all that it breaks. */
function merged(requests: readonly InvalidRequest[]): InvalidRequest[] {
  const found = new Map<string, InvalidRequest>();
  for (const request of requests) {
    const key = keyOf(request);
    const first = found.get(key) ?? { ...request, breaks: [] };
    found.set(key, { ...first, breaks: [...first.breaks, ...request.breaks] });
  }
  return [...found.values()];
}

/** The ways in which a request can be invalid though its values are valid. */
function invalidMessages({ body }: Operation, plan: RequestPlan): InvalidRequest[] {
  const [media] = body?.content ?? [];
  if (!body || !media || !plan.body || !("json" in plan.body)) {
    return [];
  }
  const { body: _body, ...bodiless } = plan;
  const text = JSON.stringify(plan.body.json);
  const contentType = undocumented(Object.keys(objectAt(child(body.node, "content"))));
  const required = [...body.node.at, "required"];
  // A number that loses its last digit may be another number.
  const malformed = /^[[{"]/.test(text) ? text.slice(0, -1) : `[${text}`;
  const breaking = (name: string, changed: RequestPlan, at: readonly string[]) => ({
    name,
    plan: changed,
    at,
    breaks: [at],
  });
  return [
    ...(contentType === undefined
      ? []
      : [breaking("a content type that is not documented", { ...plan, contentType }, media.node.at)]),
    { ...breaking("malformed JSON", { ...plan, body: { text: malformed } }, media.node.at), unreadable: true },
    ...(body.required ? [{ ...breaking("no body", bodiless, required), unreadable: true as const }] : []),
  ];
}

/** A media type that no documented one is or includes (`text/*`, say); undefined if they include all. */
function undocumented(documented: readonly string[]): string | undefined {
  const ranges = documented.map((one) => essence(one).replace(/\*$/, ""));
  return ["text/plain", "application/xml", "image/png"].find(
    (one) => !ranges.some((range) => range === one || range === "*/" || (range.endsWith("/") && one.startsWith(range))),
  );
}

function invalidParameter(parameter: Parameter, base: RequestPlan): InvalidRequest[] {
  const { schema, node } = parameter;
  const mustBeThere = parameter.required && parameter.in !== "path";
  const required = [...node.at, "required"];
  const missing = mustBeThere
    ? [
        {
          name: inParameter(parameter, leftOut),
          plan: withParam(base, parameter, undefined),
          at: required,
          breaks: [required],
        },
      ]
    : [];
  if (!schema) {
    return missing;
  }
  const wrong = invalidSamples(schema, exemplarsOf(parameter), (value) => {
    const texts = written(parameter, value);
    const all = texts && readings(parameter, texts);
    // A field that the parameter's reader does not look for is missing.
    const isThere = texts?.length !== 0 && all?.some((read) => !isObject(read) || Object.keys(read).length > 0);
    // On the wire a parameter is text: an invalid sample that reads as a valid value is valid there.
    return all !== undefined && (isThere || mustBeThere) && all.every((read) => forbids(schema, read));
  });
  return [
    ...missing,
    ...wrong.map(({ value, at, isAlone, ...tried }) => ({
      name: inParameter(parameter, tried),
      plan: withParam(base, parameter, value),
      at,
      breaks: isAlone ? [at] : [],
    })),
  ];
}

/** Values of a parameter that its schema takes and a request can carry. */
export const validValues = kept((parameter: Parameter): readonly Sample[] => {
  const { schema } = parameter;
  if (!schema) {
    return [];
  }
  const accepts = (value: Json) => isCarried(parameter, value) && allows(parameter.schema, value);
  const found = validSamples(schema, exemplarsOf(parameter), { accepts, ...carriedBy(parameter) });
  // A header has lost its long texts beyond ASCII, and a query its empty one.
  const lost = { header: longText, query: blankText, path: undefined, cookie: undefined }[parameter.in];
  const isLike = ({ value }: Sample) =>
    typeof value === "string" && (lost === longText ? value.length > 100 : value.trim() === "");
  return lost && accepts(lost.value) && !found.some(isLike) ? [...found, lost] : found;
});

const longText: Sample = { value: `${"long ".repeat(50)}text`, path: "", what: "long" };
const blankText: Sample = { value: " ", path: "", what: "blank" };

/** A request with plain parameters and no body. */
function plainPlan({ parameters }: Operation): RequestPlan {
  let plan: RequestPlan = { via: "client" };
  for (const parameter of parameters.filter(({ required, examples }) => required || examples.length > 0)) {
    const [first] = validValues(parameter);
    plan = first ? withParam(plan, parameter, first.value) : plan;
  }
  return plan;
}

/**
 * The contract's own value; if it shows none, a plain text goes before an empty one and one beyond ASCII, and an item
 * or a field that can be written before one that cannot.
 */
function exemplarsOf(parameter: Parameter): Json[] {
  const { examples, schema } = parameter;
  const shown = examples.map(({ value }) => value).filter((value) => isCarried(parameter, value));
  if (shown.length > 0 || !schema) {
    return shown;
  }
  const { items, properties } = view(schema);
  const carried = (node: Node, around: (value: Json) => Json) =>
    validSamples(node, ["text"])
      .map(({ value }) => value)
      .find((value) => allows(node, value) && isCarried(parameter, around(value)));
  const item = items && carried(items, (value) => [value]);
  const fields = properties.flatMap(([name, field]) => {
    const value = carried(field, (one) => ({ [name]: one }));
    return value === undefined ? [] : [[name, value]];
  });
  return ["text", [item ?? "text"], Object.fromEntries(fields)];
}

/** Valid bodies, each with the thing that it tries. */
export const validBodies = kept((media: MediaType): readonly Sample[] => {
  const exemplars = media.examples.map(({ value }) => value);
  if (!media.schema) {
    // Any value is valid.
    return [...exemplars, {}, "any"].map((value) => ({ value, path: "", what: value === "any" ? "any" : "" }));
  }
  return validSamples(media.schema, exemplars, { ...anything, accepts: (value) => allows(media.schema, value) });
});

/** The body that the client sends; it carries one media type. */
export function bodyOf(operation: Operation): MediaType | undefined {
  return operation.body?.content[0];
}

/** A request with another value of a parameter, or without it. The client sends no cookies. */
function withParam(plan: RequestPlan, { in: place, name }: Parameter, value: Json | undefined): RequestPlan {
  if (place === "cookie") {
    return plan;
  }
  const { [name]: _left, ...rest } = plan.params?.[place] ?? {};
  const values = value === undefined ? rest : { ...plan.params?.[place], [name]: value };
  return { ...plan, params: { ...plan.params, [place]: values } };
}

export function withBody(plan: RequestPlan, json: Json): RequestPlan {
  return { ...plan, body: { json } };
}

function distinct(requests: readonly NamedRequest[]): NamedRequest[] {
  const seen = new Set<string>();
  return requests.filter((request) => {
    const key = keyOf(request);
    return seen.has(key) ? false : seen.add(key);
  });
}

function keyOf({ plan }: NamedRequest): string {
  const { params = {}, body } = plan;
  return JSON.stringify([canonical(params as Json), body && "json" in body && canonical(body.json)]);
}

/** The same request past the client. */
export function asRaw(plan: RequestPlan): RequestPlan {
  return { ...plan, via: "raw" };
}
