import { isJson, isPlainJson } from "./media-type.js";
import { isSuccess, type MediaType, type Operation, type Response } from "./operation.js";
import { problemOf } from "./validator.js";

/** An operation that the client cannot carry, and why. */
export interface LeftOut extends Pick<Operation, "id" | "method" | "path"> {
  readonly reason: string;
}

/**
 * The operations that the client can carry, each with the part of it that it carries: the one JSON body, and the JSON
 * of its successes. The others are named, all of them, with the reason.
 */
export function supportedOperations(operations: readonly Operation[]): { fit: Operation[]; leftOut: LeftOut[] } {
  const taken = new Set<string>();
  const fit: Operation[] = [];
  const leftOut: LeftOut[] = [];
  for (const operation of operations) {
    const { id, method, path } = operation;
    const reason = cannotCarry(operation, taken) ?? unusableSchema(operation);
    taken.add(id);
    if (reason === undefined) {
      fit.push(narrowed(operation));
    } else {
      leftOut.push({ id, method, path, reason });
    }
  }
  return { fit, leftOut };
}

/** Why no value can be held against one of an operation's schemas, if so. */
function unusableSchema({ body, parameters, responses }: Operation): string | undefined {
  const contents = [body ?? [], responses].flat().flatMap(({ content }) => content);
  const holders = [...contents, ...responses.flatMap(({ headers }) => headers), ...parameters];
  return holders.flatMap(({ schema }) => (schema && problemOf(schema)) ?? [])[0];
}

/** The parts left out, a line each. */
export function describeUnsupported(leftOut: readonly LeftOut[]): string {
  const lines = leftOut.map(({ id, method, path, reason }) => `  ${method.toUpperCase()} ${path} (${id}): ${reason}`);
  const what = leftOut.length === 1 ? "1 operation" : `${leftOut.length} operations`;
  return [`The client cannot carry ${what}:`, ...lines].join("\n");
}

function cannotCarry(operation: Operation, taken: ReadonlySet<string>): string | undefined {
  const { id, method, path, body, parameters, responses, security } = operation;
  if (taken.has(id)) {
    return `a second operation with the operationId ${JSON.stringify(id)}`;
  }
  if (/[?#]/.test(path)) {
    return "its path holds a ? or a #, which no path of a request does";
  }
  if (method === "trace") {
    return "fetch refuses to send TRACE";
  }
  if (body?.required && isBodiless(operation)) {
    return `fetch refuses to send a body with ${method.toUpperCase()}`;
  }
  if (body && !isBodiless(operation) && !sentAs(body.content)) {
    return `a request body is JSON only, not ${listOf(body.content)}`;
  }
  const cookie = parameters.find((parameter) => parameter.in === "cookie" && parameter.required);
  if (cookie) {
    return `the cookie parameter ${JSON.stringify(cookie.name)} is required, and fetch sends no cookies`;
  }
  const successes = responses.filter(({ status }) => isSuccess(status));
  if (successes.length === 0) {
    return "no success is documented";
  }
  const foreign = successes.find(
    ({ content }) => method !== "head" && content.length > 0 && !content.some((one) => isJson(one.mediaType)),
  );
  if (foreign) {
    return `the response ${foreign.status} is JSON only, not ${listOf(foreign.content)}`;
  }
  return security.problem;
}

function isBodiless({ method }: Operation): boolean {
  return method === "get" || method === "head";
}

/** The one media type in which the client sends a body: JSON itself, else one that is written in it. */
function sentAs(content: readonly MediaType[]): MediaType | undefined {
  return content.find((one) => isPlainJson(one.mediaType)) ?? content.find((one) => isJson(one.mediaType));
}

function listOf(content: Response["content"]): string {
  return content.map(({ mediaType }) => mediaType).join(" or ");
}

function narrowed(operation: Operation): Operation {
  const { body, parameters, responses } = operation;
  const media = body && sentAs(body.content);
  const mixed = responses.find(
    ({ status, content }) => isSuccess(status) && content.some(({ mediaType }) => !isJson(mediaType)),
  );
  const json = mixed?.content.find(({ mediaType }) => isJson(mediaType));
  return {
    ...operation,
    // Errors come as they are.
    ...(json && { accept: `${json.mediaType}, */*;q=0.5` }),
    parameters: parameters.filter(({ in: place }) => place !== "cookie"),
    body: body && media && !isBodiless(operation) ? { ...body, content: [media] } : undefined,
    responses: responses.map((response) => ({ ...response, content: contentOf(operation, response) })),
  };
}

/** The possible contents of a response: the client accepts JSON as a success, and a HEAD request gets no body. */
function contentOf({ method }: Operation, { status, content }: Response): Response["content"] {
  if (method === "head") {
    return [];
  }
  return isSuccess(status) ? content.filter(({ mediaType }) => isJson(mediaType)) : content;
}
