import type { IHttpRequest, PrismHttpComponents, ProblemJson } from "@stoplight/prism-http";
import type { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";
import type { Contract } from "../model/contract.js";
import { objectAt } from "../model/node.js";
import type { Operation } from "../model/operation.js";
import { plainest } from "../schema/place.js";
import { documentForPrism, isReadByPrism } from "./prism-workarounds.js";

/** Prism's response to a request. */
export interface PrismResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** Prism's errors and warnings about the request. */
  readonly violations: readonly Violation[];
  /** Prism's own words, if the contract has no response for this. */
  readonly problem?: string;
}

/** As Prism's own server writes them into `sl-violations`. */
interface Violation {
  readonly location: readonly string[];
  readonly severity: "Error" | "Warning";
  readonly code: string | number | undefined;
  readonly message: string;
}

/** The faults that another validator finds in a request. */
interface SecondOpinion {
  /** Whether it alone decides, as Prism does not read such requests. */
  readonly overridesPrism: boolean;
  readonly errors: readonly string[];
}

/** The response to call up, as in Prism's `Prefer` header. */
export interface Preference {
  readonly code?: number;
  readonly exampleKey?: string;
}

export type Prism = (request: IHttpRequest, preference: Preference, second: SecondOpinion) => Promise<PrismResponse>;

const config = {
  isProxy: false,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: false,
  errors: false,
  upstreamProxy: undefined,
} as const;

/** It needs a second to load: only on demand. */
async function library() {
  await import("./english-only.js");
  return {
    ...(await import("@stoplight/prism-core")),
    ...(await import("@stoplight/prism-http")),
    ...(await import("@stoplight/prism-http/dist/utils/operations.js")),
    ...(await import("@stoplight/prism-http/dist/validator/index.js")),
  };
}

/** Prism for a contract, in this process and without a server. */
export async function createPrism({ document, operations }: Contract): Promise<Prism> {
  const { createLogger, createInstance, getHttpOperationsFromSpec, validateInput, ProblemJsonError } = await library();
  const unread = new Map<Resource, readonly string[]>();
  for (const resource of await getHttpOperationsFromSpec(documentForPrism(document))) {
    const operation = operations.find(({ method, path }) => method === resource.method && path === resource.path);
    if (operation) {
      unread.set(resource, keepFromPrism(resource, operation));
    }
  }
  const opinions = new WeakMap<object, SecondOpinion>();
  const checked: PrismHttpComponents["validateInput"] = ({ resource, element }) => {
    const { overridesPrism, errors } = opinions.get(element) ?? { overridesPrism: false, errors: [] };
    const others = (unread.get(resource) ?? []).flatMap((name) => errors.filter((error) => error.startsWith(name)));
    const says = (texts: readonly string[]): Verdict => {
      const [first, ...rest] = texts.map((message) => ({ message, severity: error, code: "contract" }));
      return first ? { _tag: "Left", left: [first, ...rest] } : { _tag: "Right", right: element };
    };
    if (overridesPrism) {
      return says(errors);
    }
    try {
      const own = validateInput({ resource, element });
      return own._tag === "Left" && own.left.some(({ severity }) => severity === error) ? own : says(others);
    } catch {
      return says(errors);
    }
  };
  const candidates = byShape([...unread.keys()]);
  const logger = createLogger("mock", { level: "silent" });
  const prism = createInstance({ ...config, mock: { dynamic: false } }, { logger, validateInput: checked });
  return async (request, preference, second) => {
    opinions.set(request, second);
    const mock = { dynamic: false, ...preference };
    const result = await prism.request(request, candidates(request.url.path), {
      ...config,
      mock,
    })();
    if (result._tag === "Left") {
      return problem(ProblemJsonError.toProblemJson(result.left));
    }
    const { output, validations } = result.right;
    return {
      status: output.statusCode,
      headers: output.headers ?? {},
      body: output.body,
      violations: validations.input.map(({ path, severity, code, message }) => ({
        location: ["request", ...(path ?? [])],
        severity: severity === error ? "Error" : "Warning",
        code,
        message,
      })),
    };
  };
}

/**
 * The resources that a path can be of: those with as many parts in their template. Prism compares a request with each
 * that it is given, which with hundreds of them takes longer than all else. A path of another shape it is to refuse itself.
 */
function byShape(resources: readonly Resource[]): (path: string) => Resource[] {
  const parts = new Map(resources.map((resource) => [resource, resource.path.split("/")]));
  return (path) => {
    const given = path.split("/");
    const fits = (template: readonly string[]) =>
      template.length === given.length &&
      template.every((part, index) => part === given[index] || /[{%]/.test(part) || given[index]?.includes("%"));
    const found = resources.filter((resource) => fits(parts.get(resource) ?? []));
    return found.length > 0 ? found : [...resources];
  };
}

type Verdict = ReturnType<PrismHttpComponents["validateInput"]>;

/** `DiagnosticSeverity.Error` of Prism's types. */
const error = 0;

type Resource = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];

/**
 * Removes callbacks, which Prism would send, and the parameters that it cannot read; returns the beginnings of errors
 * about those. It sets the default of `explode`, without which Prism reads a list in the query as text with commas.
 */
function keepFromPrism(resource: Resource, operation: Operation): string[] {
  delete resource.callbacks;
  keepFromMakingUp(resource, operation);
  const { request } = resource;
  if (!request) {
    return [];
  }
  const unread = operation.parameters.filter((parameter) => !isReadByPrism(parameter));
  const left = <P extends { name: string }>(place: string, given: P[] | undefined): P[] =>
    (given ?? []).filter(({ name }) => !unread.some((one) => one.in === place && one.name === name));
  request.path = left("path", request.path);
  request.headers = left("header", request.headers);
  request.cookie = [];
  request.query = left("query", request.query).map((query) => {
    const declared = operation.parameters.find((one) => one.in === "query" && one.name === query.name);
    return { ...query, explode: objectAt(declared?.node).explode !== false };
  });
  return unread.map((one) => `${one.in} ${one.name} `);
}

/**
 * Gives Prism a body for each response without an example. It would generate one at each request: for seconds if a schema
 * is large, and without end if it refers to itself in many ways.
 */
function keepFromMakingUp(resource: Resource, { responses }: Operation): void {
  for (const response of resource.responses) {
    const { content } = responses.find(({ status }) => status === response.code) ?? { content: [] };
    response.contents = content.map(({ mediaType, schema, examples }) => {
      const madeUp = { name: "made up", value: (schema && plainest(schema)) ?? null };
      // Its own reading loses examples with a name such as `constructor`.
      const shown = examples.length > 0 ? examples : [madeUp];
      return { id: mediaType, mediaType, examples: shown.map(({ name, value }) => ({ id: name, key: name, value })) };
    });
  }
}

function problem({ status, title, detail, type }: ProblemJson): PrismResponse {
  return {
    status,
    headers: { "content-type": "application/problem+json" },
    body: { type, title, status, detail },
    violations: [],
    problem: title,
  };
}
