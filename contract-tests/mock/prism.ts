import type { PrismHttpComponents, ProblemJson } from "@stoplight/prism-http";
import type { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";
import type { Contract } from "../model/contract.js";
import { parseJson } from "../model/json.js";
import type { Operation } from "../model/operation.js";
import type { WireRequest } from "../provider/wire.js";
import { plainest } from "../schema/place.js";
import { documentForPrism, isReadable, isReadByPrism } from "./prism-workarounds.js";
import type { ReferenceRequest } from "./reference-provider.js";
import type { Preference } from "./responses.js";

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

/** Prism's response to a request, as the reference provider understands it and with the errors that it finds in it. */
type Prism = (request: ReferenceRequest, preference: Preference) => Promise<PrismResponse>;

const config = {
  isProxy: false,
  checkSecurity: false,
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
  const resources = new Map<Operation, Resource>();
  for (const resource of await getHttpOperationsFromSpec(documentForPrism(document))) {
    const operation = operations.find(({ method, path }) => method === resource.method && path === resource.path);
    if (operation) {
      keepFromPrism(resource, operation);
      resources.set(operation, resource);
    }
  }
  const asked = new WeakMap<object, { readonly isRead: boolean; readonly errors: readonly string[] }>();
  // The reference provider refuses faults that Prism does not see: in the parts that are kept from it, for one.
  const checked: PrismHttpComponents["validateInput"] = ({ resource, element }) => {
    const { isRead, errors } = asked.get(element) ?? { isRead: true, errors: [] };
    const own = isRead ? validateInput({ resource, element }) : undefined;
    if (own?._tag === "Left" && own.left.some(({ severity }) => severity === error)) {
      return own;
    }
    const [first, ...rest] = errors.map((message) => ({ message, severity: error, code: "contract" }) as const);
    return first ? { _tag: "Left", left: [first, ...rest] } : { _tag: "Right", right: element };
  };
  const logger = createLogger("mock", { level: "silent" });
  const prism = createInstance({ ...config, mock: { dynamic: false } }, { logger, validateInput: checked });
  return async (request, preference) => {
    const input = inputOf(request);
    asked.set(input, { isRead: isReadable(request), errors: request.errors });
    // To compare a request with each of hundreds takes Prism longer than all else.
    const resource = request.operation && resources.get(request.operation);
    const mock = { dynamic: false, ...preference };
    const result = await prism.request(input, resource ? [resource] : [...resources.values()], { ...config, mock })();
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

function inputOf({ method, url, headers, body }: WireRequest) {
  const { pathname, searchParams } = new URL(url);
  return {
    method: method.toLowerCase() as "get",
    url: { path: pathname, query: queryOf(searchParams) },
    headers: Object.fromEntries(headers),
    body: body === undefined ? null : (parseJson(body) ?? body),
  };
}

function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(search.keys())].map((key) => {
      const [first = "", ...others] = search.getAll(key);
      return [key, others.length > 0 ? [first, ...others] : first];
    }),
  );
}

/** `DiagnosticSeverity.Error` of Prism's types. */
const error = 0;

type Resource = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>[number];

/** Removes callbacks, which Prism would send, and the parameters that it does not read. */
function keepFromPrism(resource: Resource, operation: Operation): void {
  delete resource.callbacks;
  keepFromMakingUp(resource, operation);
  const { request } = resource;
  if (request) {
    const read = <P extends { name: string }>(place: string, given: P[] = []): P[] =>
      given.filter(({ name }) =>
        operation.parameters.some((one) => one.in === place && one.name === name && isReadByPrism(one)),
      );
    request.path = read("path", request.path);
    request.headers = read("header", request.headers);
    request.query = read("query", request.query);
    request.cookie = [];
  }
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
