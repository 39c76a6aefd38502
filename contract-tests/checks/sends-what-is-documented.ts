import type { Finding } from "../cases/case.js";
import { oneExchange, type Scope } from "../cases/case.js";
import { bodyOf, exampleRequests, type RequestValues, throughClient } from "../cases/requests.js";
import type { Contract } from "../model/contract.js";
import { canonical, isObject, type Json, parseJson } from "../model/json.js";
import { essence } from "../model/media-type.js";
import type { MediaType, Operation, Parameter } from "../model/operation.js";
import type { Exchange } from "../provider/exchange.js";
import type { WireRequest } from "../provider/wire.js";
import { givenValue, written } from "../provider/wire-parameters.js";
import type { Check } from "./check.js";
import { breaking } from "./response.js";

/** The one check whose subject is the client: what it puts on the wire for each example. */
export const sendsWhatIsDocumented: Check = {
  name: "sends-what-is-documented",
  description:
    "the request on the wire is the contract's: method, path, headers, exactly the bearer, no undocumented field",
  derive: (scope) =>
    exampleRequests(scope.contract, scope.operation).map((request) =>
      oneExchange("sends-what-is-documented", scope.operation, request.name, throughClient(request), (exchange) =>
        findingsIn(scope, exchange),
      ),
    ),
};

function findingsIn({ contract, operation }: Scope, { plan, request, response }: Exchange): Finding[] {
  const { params, body } = plan;
  const planned: RequestValues = {
    ...(params && { params }),
    ...(body && "json" in body && { body: body.json }),
  };
  const findings = [
    ...ofTarget(operation, request),
    ...ofAuthorization(operation, request),
    ...ofContentType(operation, planned, request),
  ];
  const media = bodyOf(operation);
  if (media && planned.body !== undefined) {
    const sent = parseJson(request.body ?? "");
    if (sent === undefined) {
      return [...findings, breaking("a JSON body", "none", media.node.at)];
    }
    findings.push(...ofBody(contract, media, planned.body, sent));
  }
  return [
    ...findings,
    ...operation.parameters.flatMap((parameter) => ofParameter(parameter, planned, request)),
    ...violationsReported(response.headers),
  ];
}

function differs(what: string, expected: string, received: string, at: readonly string[]): Finding[] {
  return expected === received ? [] : [breaking(`${what} ${expected}`, received, at)];
}

/** As {@link differs}, for the values of parameters: they may identify people, so they are quoted. */
function valueDiffers(what: string, expected: string, received: string, at: readonly string[]): Finding[] {
  return expected === received ? [] : [breaking(`${what} ${expected}`, "another one", at, received)];
}

function ofTarget({ method, path, node }: Operation, request: WireRequest): Finding[] {
  const findings = differs("the method", method.toUpperCase(), request.method, node.at);
  const { pathname } = new URL(request.url);
  if (pathPattern(path).test(pathname)) {
    return findings;
  }
  return [...findings, breaking(`the path ${path}`, "another one", node.at.slice(0, 2), pathname)];
}

function ofAuthorization({ security, node }: Operation, { headers }: WireRequest): Finding[] {
  const needsBearer = security.credentials.some(({ kind }) => kind === "bearer");
  const expected = needsBearer ? "Bearer <project ID>" : "none";
  return differs("the authorization", expected, shownScheme(headers.get("authorization")), node.at);
}

function shownScheme(authorization: string | null): string {
  if (authorization === null) {
    return "none";
  }
  return /^Bearer [^\s:]+$/.test(authorization) ? "Bearer <project ID>" : "something else";
}

function ofContentType(operation: Operation, planned: RequestValues, { headers }: WireRequest): Finding[] {
  const media = bodyOf(operation);
  const expected = media && planned.body !== undefined ? essence(media.mediaType) : "none";
  return differs("the content type", expected, essence(headers.get("content-type") ?? "none"), operation.node.at);
}

function ofBody({ validator }: Contract, media: MediaType, planned: Json, sent: Json): Finding[] {
  const findings = validator
    .errors(media.node, ["schema"], sent)
    .map(({ where, message, at }) =>
      breaking(`a body ${where === "" ? "that" : `in which ${where}`} ${message}`, "what the client sent", at),
    );
  if (canonical(shape(sent)) === canonical(shape(planned))) {
    return findings;
  }
  return [...findings, breaking("the body as it was given", "another one", media.node.at)];
}

function ofParameter(parameter: Parameter, { params }: RequestValues, request: WireRequest): Finding[] {
  const value = givenValue(parameter, params);
  const texts = value === undefined ? [] : (written(parameter, value) ?? []);
  return texts.flatMap(([key, text]) => {
    const sameKey = texts.filter(([one]) => one === key).map(([, one]) => one);
    return ofText(parameter, key, text, sameKey, request);
  });
}

/** Whether a text arrived; under a key of the query there can be several. */
function ofText(
  { in: place, node }: Parameter,
  key: string,
  text: string,
  sameKey: readonly string[],
  { url, headers }: WireRequest,
): Finding[] {
  const { pathname, searchParams } = new URL(url);
  if (place === "query") {
    return valueDiffers(`the query ${key}`, sameKey.join(), searchParams.getAll(key).join(), node.at);
  }
  if (place === "header") {
    return valueDiffers(`the header ${key}`, text, headers.get(key) ?? "none", node.at);
  }
  if (place !== "path" || decodeURIComponent(pathname).includes(text)) {
    return [];
  }
  return [breaking(`the text ${text} in the path`, "another path", node.at, pathname)];
}

/** A body's structure without its texts: identities are replaced on the way where examples must not be sent. */
function shape(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(shape);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
  }
  return typeof value;
}

function pathPattern(template: string): RegExp {
  const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    `${template
      .split(/\{[^}]+\}/)
      .map(literal)
      .join("[^/]+")}$`,
  );
}

/** Prism says in `sl-violations` what is wrong with a request, and as warnings what it only remarks on. */
function violationsReported(headers: Headers): Finding[] {
  const list: unknown = parseJson(headers.get("sl-violations") ?? "");
  if (!Array.isArray(list)) {
    return [];
  }
  return list
    .filter(isObject)
    .filter(({ location, severity }) => [location].flat()[0] === "request" && severity === "Error")
    .map(({ message }) => breaking("a request that the mock has nothing against", "a violation", [], String(message)));
}
