import type { Finding } from "../cases/case.js";
import { oneExchange, type Scope } from "../cases/case.js";
import { bodyOf, exampleRequests, type NamedRequest, throughClient } from "../cases/requests.js";
import { canonical, isObject, type Json, parseJson } from "../model/json.js";
import { essence } from "../model/media-type.js";
import type { Exchange } from "../provider/exchange.js";
import { written } from "../provider/wire-parameters.js";
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
        judge(scope, request, exchange),
      ),
    ),
};

function judge({ contract, operation }: Scope, planned: NamedRequest, { request, response }: Exchange): Finding[] {
  const { node } = operation;
  const findings: Finding[] = [];
  const expect = (what: string, expected: string, received: string) => {
    if (expected !== received) findings.push(breaking(`${what} ${expected}`, received, node.at));
  };
  // The values of parameters may identify people, so they are quoted.
  const expectValue = (what: string, expected: string, received: string, at: readonly string[]) => {
    if (expected !== received) findings.push(breaking(`${what} ${expected}`, "another one", at, received));
  };
  expect("the method", operation.method.toUpperCase(), request.method);
  const { pathname: path, searchParams: search } = new URL(request.url);
  if (!pathPattern(operation.path).test(path))
    findings.push(breaking(`the path ${operation.path}`, "another one", node.at.slice(0, 2), path));

  const scheme = request.headers.get("authorization");
  const bearer = scheme === null ? "none" : /^Bearer [^\s:]+$/.test(scheme) ? "Bearer <project ID>" : "something else";
  const needsBearer = operation.security.credentials.some(({ kind }) => kind === "bearer");
  expect("the authorization", needsBearer ? "Bearer <project ID>" : "none", bearer);

  const media = bodyOf(operation);
  expect(
    "the content type",
    media && planned.body !== undefined ? essence(media.mediaType) : "none",
    essence(request.headers.get("content-type") ?? "none"),
  );
  if (media && planned.body !== undefined) {
    const sent = parseJson(request.body ?? "");
    if (sent === undefined) return [...findings, breaking("a JSON body", "none", media.node.at)];
    for (const { where, message, at } of contract.validator.errors(media.node, ["schema"], sent)) {
      findings.push(breaking(`a body in which ${where || "the whole"} ${message}`, "what the client sent", at));
    }
    const names = (value: Json) => canonical(shape(value));
    if (names(sent) !== names(planned.body))
      findings.push(breaking("the body as it was given", "another one", media.node.at));
  }
  for (const parameter of operation.parameters) {
    const { in: place, name } = parameter;
    const value = place === "cookie" ? undefined : planned.params?.[place]?.[name];
    const texts = (value !== undefined && written(parameter, value)) || [];
    for (const [key, text] of texts) {
      const keys = texts.filter(([one]) => one === key).map(([, one]) => one);
      if (place === "query") expectValue(`the query ${key}`, keys.join(), search.getAll(key).join(), parameter.node.at);
      if (place === "header")
        expectValue(`the header ${key}`, text, request.headers.get(key) ?? "none", parameter.node.at);
      if (place === "path" && !decodeURIComponent(path).includes(text))
        findings.push(breaking(`the text ${text} in the path`, "another path", parameter.node.at, path));
    }
  }
  return [...findings, ...violationsReported(response.headers)];
}

/** A body's structure without its texts: identities are replaced on the way where examples must not be sent. */
function shape(value: Json): Json {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
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

/** Prism says in `sl-violations` what it has against a request, and in warnings what it only remarks on. */
function violationsReported(headers: Headers): Finding[] {
  const list: unknown = parseJson(headers.get("sl-violations") ?? "");
  if (!Array.isArray(list)) return [];
  return list
    .filter(isObject)
    .filter(({ location, severity }) => [location].flat()[0] === "request" && severity === "Error")
    .map(({ message }) => breaking("a request that the mock has nothing against", "a violation", [], String(message)));
}
