import type { Json } from "../model/json.js";
import { covers, type Response as Documented, type Operation } from "../model/operation.js";

/** A request on its way to the provider. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

/** An answer on its way back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type Forward = (request: Asked) => Promise<Answer>;

/** What a changed provider makes of a request: its own answer, or a changed one of the provider behind it. */
export type Rewrite = (request: Asked, forward: Forward) => Promise<Answer>;

/** Changes the answers that stand for one documented response of an operation, and leaves the others alone. */
export function onResponse(
  operation: Operation,
  response: Documented,
  edit: (answer: Answer, request: Asked) => Answer,
): Rewrite {
  return async (request, forward) => {
    const answer = await forward(request);
    return !mocksOwn(answer) && standsFor(operation, response, answer.status) ? edit(answer, request) : answer;
  };
}

/** Changes the JSON body of such answers. */
export function onBody(operation: Operation, response: Documented, edit: (body: Json) => Json): Rewrite {
  return onResponse(operation, response, (answer) => {
    const body = parsed(answer.text);
    return body === undefined ? answer : withBody(answer, edit(body));
  });
}

/** What the mock says for itself stands for no response of the contract. */
export function mocksOwn({ headers }: Answer): boolean {
  return headers.get("content-type")?.startsWith("application/problem+json") === true;
}

/** A status is `default`'s where no other response has it by name or by range. */
export function standsFor(operation: Operation, response: Documented, status: number): boolean {
  if (response.status !== "default") return covers(response.status, status);
  return !operation.responses.some((one) => covers(one.status, status));
}

export function withBody(answer: Answer, body: Json): Answer {
  return withText(answer, JSON.stringify(body));
}

export function withText(answer: Answer, text: string, contentType?: string): Answer {
  return withHeaders({ ...answer, text }, (headers) => {
    if (contentType !== undefined) headers.set("content-type", contentType);
  });
}

export function withHeaders(answer: Answer, edit: (headers: Headers) => void): Answer {
  const headers = new Headers(answer.headers);
  edit(headers);
  return { ...answer, headers };
}

/** The body as JSON, or undefined where it is none. */
export function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
