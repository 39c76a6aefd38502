import { isObject, type Json, parseJson } from "../model/json.js";
import { essence } from "../model/media-type.js";
import { type Node, objectAt } from "../model/node.js";
import type { MediaType, Operation } from "../model/operation.js";
import type { ValidationError } from "../model/validator.js";
import { numeric } from "../schema/view.js";
import type { Scope } from "./mutant.js";
import { bounds, matchingTexts, ofSize } from "./operators/sizes.js";
import { type RequestSite, requestSites, requiredBy } from "./request-sites.js";
import { parameterTexts } from "./triggers.js";
import type { WireRequest } from "./wire.js";

/** One way for a request to break the contract. */
interface InvalidKind {
  readonly where: string;
  readonly at: readonly string[];
  readonly what: string;
  /** Whether a request is invalid in this way. */
  readonly fires: (request: WireRequest) => boolean;
  /** Whether a request can be, and what is known of it reaches the provider. */
  readonly possible: () => boolean;
}

/** Every kind of invalid request of an operation: in its body, in its parameters, and around them. */
export function invalidKinds(scope: Scope): InvalidKind[] {
  const { operation } = scope;
  const inBody = requestSites(scope)
    .filter(({ parameter }) => parameter === undefined)
    .flatMap((site) => keywordsOf(site).map((keyword) => ofKeyword(scope, site, keyword)));
  const seen = new Set<string>();
  return [...inBody, ...inParameters(operation), ...aroundBody(operation)].filter(
    ({ where }) => !seen.has(where) && seen.add(where),
  );
}

interface Keyword {
  readonly keyword: string;
  /** The field that is missing, for `required`. */
  readonly field?: string;
  /** Values that break it. */
  readonly breakers: readonly Json[];
}

const otherTypes: readonly Json[] = [42, "text", true, null, [], {}, 1.5];

function keywordsOf(site: RequestSite): Keyword[] {
  const { node, values } = site;
  const { type, pattern, format, enum: choices, const: only, additionalProperties } = objectAt(node);
  const sized = Object.entries(bounds).flatMap(([keyword, bound]): Keyword[] => {
    const at = numeric(objectAt(node), keyword);
    if (at === undefined) {
      return [];
    }
    const outside = bound.exclusive ? at : at - bound.inward * bound.step(site);
    return [{ keyword, breakers: ofSize(site, bound, outside) }];
  });
  return [
    ...(type === undefined ? [] : [{ keyword: "type", breakers: otherTypes }]),
    ...sized,
    ...(typeof pattern === "string"
      ? [{ keyword: "pattern", breakers: ["", "~", ...matchingTexts(pattern).map((text) => `${text}~`)] }]
      : []),
    ...(format === undefined ? [] : [{ keyword: "format", breakers: ["no such form"] }]),
    ...(choices === undefined ? [] : [{ keyword: "enum", breakers: ["not listed", 9999] }]),
    ...(only === undefined ? [] : [{ keyword: "const", breakers: ["not listed", 9999] }]),
    ...(additionalProperties === false
      ? [
          {
            keyword: "additionalProperties",
            breakers: values.map((value) => (isObject(value) ? { ...value, any_key: 1 } : value)),
          },
        ]
      : []),
    ...requiredBy(node).map((field) => ({
      ...{ keyword: "required", field },
      breakers: values.filter(isObject).map(({ [field]: _left, ...rest }) => rest),
    })),
  ];
}

function ofKeyword(scope: Scope, site: RequestSite, { keyword, field, breakers }: Keyword): InvalidKind {
  const at = [...site.node.at, keyword];
  const key = at.join("/");
  const isThis = (error: ValidationError) =>
    error.at.join("/") === key && (field === undefined || error.field === field);
  const media = scope.operation.body?.content[0];
  return {
    where: [site.where, keyword, ...(field === undefined ? [] : [field])].join("/"),
    at,
    what: `${site.where} breaks its ${keyword}${field === undefined ? "" : ` of ${field}`}`,
    fires: (request) => errorsOf(scope, media, request).some(isThis),
    possible: () =>
      breakers
        .flatMap((value) => site.around(value))
        .some((value) => certainErrors(scope, site.root, value).some(isThis)),
  };
}

const known = new WeakMap<Operation, Map<string, readonly ValidationError[]>>();

/** The errors of a body by the contract. Many mutants need them for the same few hundred bodies. */
function errorsOf(scope: Scope, media: MediaType | undefined, { body }: WireRequest): readonly ValidationError[] {
  const value = parseJson(body ?? "");
  if (!media?.schema || body === undefined || value === undefined) {
    return [];
  }
  const errors = known.get(scope.operation) ?? new Map<string, readonly ValidationError[]>();
  known.set(scope.operation, errors);
  const found = errors.get(body) ?? certainErrors(scope, media.node, value);
  errors.set(body, found);
  return found;
}

/** What a schema says against a value, where that can be told. */
function certainErrors({ contract: { validator } }: Scope, parent: Node, value: Json): readonly ValidationError[] {
  return validator.isInvalid(parent, ["schema"], value) ? validator.errors(parent, ["schema"], value) : [];
}

function inParameters(operation: Operation): InvalidKind[] {
  return operation.parameters.flatMap((parameter): InvalidKind[] => {
    const { name, in: place, node, required } = parameter;
    if (!required || place === "path" || place === "cookie") {
      return [];
    }
    return [
      {
        ...{ where: `${place}/${name}/missing`, at: [...node.at, "required"], what: `${place} ${name} is missing` },
        fires: (request) => parameterTexts(operation, parameter, request).length === 0,
        possible: () => true,
      },
    ];
  });
}

function aroundBody({ body }: Operation): InvalidKind[] {
  const media = body?.content[0];
  if (!body || !media) {
    return [];
  }
  const kind = (where: string, what: string, fires: InvalidKind["fires"]): InvalidKind => ({
    ...{ where, what, at: media.node.at, fires },
    possible: () => true,
  });
  const labelled = ({ headers }: WireRequest) =>
    essence(headers.get("content-type") ?? "") === essence(media.mediaType);
  return [
    kind("content-type", "the content type is not documented", (one) => one.body !== undefined && !labelled(one)),
    kind("malformed", "the body is not JSON", (one) => one.body !== undefined && parseJson(one.body) === undefined),
    ...(body.required ? [kind("no-body", "there is no body", (one) => one.body === undefined)] : []),
  ];
}

/** Whether a request breaks the contract in its body. */
export function hasInvalidBody(scope: Scope, request: WireRequest): boolean {
  const media = scope.operation.body?.content[0];
  return (
    errorsOf(scope, media, request).length > 0 || (request.body !== undefined && parseJson(request.body) === undefined)
  );
}
