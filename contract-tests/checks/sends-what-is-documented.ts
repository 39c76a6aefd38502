import { type Finding, oneExchange } from "../cases/case.js";
import { bodyOf, exampleRequests } from "../cases/requests.js";
import { canonical, isObject, parseJson } from "../model/json.js";
import { essence } from "../model/media-type.js";
import type { Operation } from "../model/operation.js";
import { errorsOf } from "../model/validator.js";
import type { Exchange } from "../provider/exchange.js";
import type { Check } from "./check.js";
import { breaking } from "./response.js";

/** The one check whose subject is the client: what it puts on the wire for each example. */
export const sendsWhatIsDocumented: Check = {
  name: "sends-what-is-documented",
  description:
    "the request on the wire is the contract's: method, path, headers, exactly the bearer, no undocumented field",
  derive: (scope) =>
    exampleRequests(scope.operation).map(({ name, plan }) =>
      oneExchange("sends-what-is-documented", scope.operation, name, plan, (exchange) =>
        findingsIn(scope.operation, exchange),
      ),
    ),
};

function findingsIn(operation: Operation, exchange: Exchange): Finding[] {
  const { request, expected, response } = exchange;
  return [
    ...differs("the method", expected.method, request.method, operation.node.at),
    ...inAddress(operation, exchange),
    ...inHeaders(operation, exchange),
    ...inBody(operation, exchange),
    ...violationsReported(response.headers),
  ];
}

function differs(what: string, expected: string, received: string, at: readonly string[]): Finding[] {
  return expected === received ? [] : [breaking(`${what} ${expected}`, received, at)];
}

/** As {@link differs}, for values that may identify people: they are quoted. */
function valueDiffers(what: string, expected: string, received: string, at: readonly string[]): Finding[] {
  return expected === received ? [] : [breaking(what, "another one", at, received)];
}

function inAddress({ path, parameters, node }: Operation, { request, expected }: Exchange): Finding[] {
  const [own, received] = [new URL(expected.url), new URL(request.url)];
  const decoded = ({ pathname }: URL) => decodeURIComponent(pathname);
  const keys = new Set([...own.searchParams.keys(), ...received.searchParams.keys()]);
  return [
    ...valueDiffers(`the path ${path}`, decoded(own), decoded(received), node.at.slice(0, 2)),
    ...[...keys].flatMap((key) => {
      const {
        node: { at },
      } = parameters.find((one) => one.in === "query" && one.name === key) ?? { node };
      const [all, others] = [own, received].map(({ searchParams }) => JSON.stringify(searchParams.getAll(key)));
      return valueDiffers(`the query ${key} as it was given`, all ?? "", others ?? "", at);
    }),
  ];
}

function inHeaders({ parameters, node }: Operation, { request, expected }: Exchange): Finding[] {
  const type = ({ headers }: Exchange["request"]) => essence(headers.get("content-type") ?? "none");
  return [
    ...differs("the authorization", scheme(expected), scheme(request), node.at),
    ...differs("the content type", type(expected), type(request), node.at),
    ...parameters
      .filter((one) => one.in === "header")
      .flatMap(({ name, node: { at } }) => {
        const [own, received] = [expected, request].map(({ headers }) => headers.get(name) ?? "none");
        return valueDiffers(`the header ${name} as it was given`, own ?? "", received ?? "", at);
      }),
  ];
}

function scheme({ headers }: Exchange["request"]): string {
  const authorization = headers.get("authorization");
  if (authorization === null) {
    return "none";
  }
  return /^Bearer [^\s:]+$/.test(authorization) ? "Bearer <project ID>" : "something else";
}

function inBody(operation: Operation, { request, expected }: Exchange): Finding[] {
  const media = bodyOf(operation);
  if (!media || expected.body === undefined) {
    return [];
  }
  const sent = parseJson(request.body ?? "");
  if (sent === undefined) {
    return [breaking("a JSON body", "none", media.node.at)];
  }
  return [
    ...errorsOf(media.schema, sent).map(({ where, message, at }) =>
      breaking(`a body ${where === "" ? "that" : `in which ${where}`} ${message}`, "what the client sent", at),
    ),
    ...(canonical(sent) === canonical(parseJson(expected.body))
      ? []
      : [breaking("the body as it was given", "another one", media.node.at)]),
  ];
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
