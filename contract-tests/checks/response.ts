import type { Finding } from "../cases/case.js";
import type { Contract } from "../model/contract.js";
import { isObject, type Json } from "../model/json.js";
import { essence, isJson } from "../model/media-type.js";
import { covers, type Header, isSuccess, type Operation, type Response } from "../model/operation.js";
import { fromPointer } from "../model/pointer.js";
import { errorsOf } from "../model/validator.js";
import type { Exchange } from "../provider/exchange.js";
import type { WireResponse } from "../provider/wire.js";
import { view } from "../schema/view.js";

/** The response documented for a status by name or by range; `default` names no status. */
function documented(operation: Operation, status: number): Response | undefined {
  const named = operation.responses.filter((response) => covers(response.status, status));
  return named.find((response) => response.status === String(status)) ?? named[0];
}

/** The reasons for a refusal that the suite can bring about. */
export type RefusalCause = "invalid-request" | "credentials";

/** The statuses that HTTP suggests for a cause, the likeliest first. */
const usualStatuses: Readonly<Record<RefusalCause, readonly string[]>> = {
  "invalid-request": ["422", "400", "415", "4XX", "default"],
  credentials: ["401", "403", "4XX", "default"],
};

/**
 * The responses that a cause can have, the likeliest first: those marked with it (`x-causes`), and if a contract marks
 * none, those that the status codes of HTTP suggest.
 */
export function responsesFor({ responses }: Operation, cause: RefusalCause): Response[] {
  const marked = responses.filter(({ causes }) => causes.includes(cause));
  if (marked.length > 0) {
    return marked;
  }
  return usualStatuses[cause].flatMap((status) =>
    responses.filter((one) => one.status.toUpperCase() === status.toUpperCase()),
  );
}

/** The first of {@link responsesFor}, if a refusal is not one of them. */
export function otherThanExpected(operation: Operation, cause: RefusalCause, status: number): Response | undefined {
  const expected = responsesFor(operation, cause);
  const received = documentedOrDefault(operation, status);
  return received && expected.includes(received) ? undefined : expected[0];
}

/** The kinds of credentials that a contract says an operation refuses (`x-credentials`). */
export function refusedCredentials(operation: Operation): string[] {
  return responsesFor(operation, "credentials").flatMap(({ credentials }) => credentials);
}

/** As {@link documented}, but `default` covers every status without a name that is not a success. */
export function documentedOrDefault(operation: Operation, status: number): Response | undefined {
  const fallback = operation.responses.find((response) => response.status === "default");
  return documented(operation, status) ?? (status >= 200 && status < 300 ? undefined : fallback);
}

/**
 * Every way in which a response differs from the documentation of its status: content type, headers, body, and an error
 * code that belongs to another status. A check that expects a certain status checks that by itself.
 */
export function conforms(contract: Contract, operation: Operation, exchange: Exchange): Finding[] {
  const { response: wire } = exchange;
  const response = documentedOrDefault(operation, wire.status);
  if (!response) {
    return [];
  }
  return [
    ...headers(response, wire),
    ...body(response, exchange),
    ...keepsItsMeaning(contract, operation, response, wire),
  ];
}

/** Whether our own mock made up the body of a response, as the contract has no example of it: it shows nothing. */
export function isMadeUp({ ownMock }: Exchange, { content }: Response): boolean {
  return ownMock && content.length > 0 && content.every(({ examples }) => examples.length === 0);
}

/** An error code that the contract shows under other statuses only must not be sent with this one. */
function keepsItsMeaning(contract: Contract, operation: Operation, response: Response, wire: WireResponse): Finding[] {
  const code = isSuccess(response.status) ? undefined : codeIn(contract, wire.json);
  if (code === undefined || exampleCodes(contract, [response]).includes(code)) {
    return [];
  }
  const home = operation.responses
    .filter(({ status }) => !isSuccess(status) && status !== "default")
    .find((one) => exampleCodes(contract, [one]).includes(code));
  if (!home) {
    return [];
  }
  return [
    breaking(
      `the code ${code} with status ${home.status}, where the contract shows it`,
      `status ${wire.status}`,
      home.node.at,
    ),
  ];
}

/**
 * The causes for which the contract shows a response's code under its status; empty if it does not show the code at
 * all.
 */
export function causesOf(contract: Contract, operation: Operation, wire: WireResponse): string[] {
  const code = codeIn(contract, wire.json);
  const examples = documentedOrDefault(operation, wire.status)?.content.flatMap(({ examples }) => examples) ?? [];
  return examples.flatMap(({ cause, value }) =>
    code !== undefined && cause !== undefined && codeIn(contract, value) === code ? [cause] : [],
  );
}

/** The response to a request that should have been accepted: its status has to be a success documented by name. */
export function mustSucceed(operation: Operation, wire: WireResponse): Finding[] {
  const response = documented(operation, wire.status);
  if (response && isSuccess(response.status)) {
    return [];
  }
  const statuses = operation.responses.filter(({ status }) => isSuccess(status)).map(({ status }) => status);
  return [
    breaking(
      `the request accepted with ${statuses.join(" or ")}`,
      receivedStatus(wire),
      [...operation.node.at, "responses"],
      wire.text,
    ),
  ];
}

/** A breaking finding. The provider's words go into `quote`, and not into the texts before. */
export function breaking(expected: string, received: string, at: readonly string[], quote?: string): Finding {
  return { severity: "breaking", expected, received, ...(quote !== undefined && { quote }), at };
}

export function receivedStatus(wire: WireResponse): string {
  const flaw = wire.flaw === undefined ? "" : `, a body that ${wire.flaw}`;
  return `status ${wire.status}${wire.text === "" ? ", no body" : flaw}`;
}

/** The error code in an error body, or undefined if there is none. */
export function codeIn(contract: Contract, body: Json | undefined): string | undefined {
  const field = contract.table.errorBody?.code;
  const code = field !== undefined && isObject(body) ? body[field] : undefined;
  return typeof code === "string" ? code : undefined;
}

function headers(response: Response, wire: WireResponse): Finding[] {
  return response.headers.flatMap((header) => {
    const text = wire.headers.get(header.name);
    if (text === null) {
      return header.required ? [breaking(`the header ${header.name}`, "none", [...header.node.at, "required"])] : [];
    }
    if (!header.schema) {
      return [];
    }
    return errorsOf(header.schema, headerValue(header, text))
      .slice(0, 1)
      .map(({ message, at }) => breaking(`a header ${header.name} that ${message}`, "another value", at, text));
  });
}

/** Parses a header by its schema's type. Unparsable text stays a string, and then fails validation. */
function headerValue({ schema }: Header, text: string): Json {
  const types = schema ? view(schema).types : [];
  if ((types.includes("integer") || types.includes("number")) && /^-?\d+(\.\d+)?$/.test(text)) {
    return Number(text);
  }
  if (types.includes("boolean") && /^(true|false)$/.test(text)) {
    return text === "true";
  }
  return text;
}

function body(response: Response, exchange: Exchange): Finding[] {
  const { response: wire } = exchange;
  if (response.content.length === 0) {
    return [];
  }
  const type = essence(wire.headers.get("content-type") ?? "");
  const media = response.content.find((one) => essence(one.mediaType) === type);
  if (!media) {
    const types = response.content.map(({ mediaType }) => mediaType).join(" or ");
    return [
      breaking(
        `the content type ${types}`,
        type === "" ? "none" : "another one",
        [...response.node.at, "content"],
        type,
      ),
    ];
  }
  if (!isJson(media.mediaType)) {
    return [];
  }
  if (wire.json === undefined) {
    return [breaking("a JSON body", receivedStatus(wire), media.node.at, wire.text)];
  }
  if (!media.schema || isMadeUp(exchange, response)) {
    return [];
  }
  return errorsOf(media.schema, wire.json).map(({ where, message, field, at }) => {
    const words = field === undefined ? message : message.replace(`: ${JSON.stringify(field)}`, "");
    return breaking(`a body ${placeIn(where, at)} ${words}`, receivedStatus(wire), at, wire.text);
  });
}

/** A pointer into a body in the contract's words: a name or index that only the provider's body has is a `*`. */
function placeIn(pointer: string, at: readonly string[]): string {
  const documented = new Set(at.filter((_, index) => at[index - 1] === "properties"));
  const tokens = fromPointer(pointer);
  return tokens.length === 0
    ? "that"
    : `in which ${tokens.map((token) => (documented.has(token) ? token : "*")).join(".")}`;
}

/** The code of an example's value; undefined if the contract marks no code field. */
export function exampleCodes(contract: Contract, responses: readonly Response[], cause?: string): string[] {
  return responses
    .flatMap(({ content }) => content.flatMap(({ examples }) => examples))
    .filter((example) => cause === undefined || example.cause === cause)
    .flatMap(({ value }) => codeIn(contract, value) ?? []);
}
