import { type Node, objectAt } from "../../contract-tests/model/node.js";
import type { MediaType, Operation, Response } from "../../contract-tests/model/operation.js";
import { compareContent } from "./content.js";
import { type Difference, differs, type Part } from "./difference.js";
import { shown } from "./match.js";
import { type OperationPair, pairUp, placeOf } from "./operation-pair.js";
import { compareWritten } from "./written.js";

/** A part of a message that may be missing: a parameter, a header, or the body of a request. */
interface Member {
  readonly thing: "request-parameter" | "request-body" | "response-header";
  /** Tells it from the others of its message, in either document. */
  readonly key: string;
  readonly name: string;
  readonly part: Part;
  readonly node: Node;
  readonly required: boolean;
  readonly schema?: Node | undefined;
  readonly content?: readonly MediaType[];
  /** A message without it, in words. */
  readonly without: string;
}

/** The differences in a request: the parameters and the body. */
export function compareRequest(pair: OperationPair): Difference[] {
  return [
    ...compareMembers(pair, parametersOf(pair.ours), parametersOf(pair.theirs)),
    ...compareMembers(pair, bodyOf(pair.ours, pair.ours), bodyOf(pair.theirs, pair.ours)),
  ];
}

/** The differences between the documented headers of two responses, which `part` is. `Content-Type` is the body's. */
export function compareHeaders(pair: OperationPair, part: Part, ours: Response, theirs: Response): Difference[] {
  return compareMembers(pair, headersOf(ours, part), headersOf(theirs, part), theirs);
}

/** Header names ignore case; a path's parameters are known by their position, whatever they are called. */
function parametersOf({ parameters, path }: Operation): Member[] {
  return parameters.map(({ in: place, name, ...one }) => {
    const inHeader = place === "header" ? name.toLowerCase() : name;
    return {
      ...one,
      thing: "request-parameter",
      key: `${place} ${place === "path" ? position(path, name) : inHeader}`,
      name,
      part: { of: "parameter", in: place, name },
      without: `a request without the ${place} parameter ${name}`,
    };
  });
}

/** Counted from the end, as either path may have a prefix. */
function position(path: string, name: string): number {
  const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, one]) => one);
  return names.length - names.indexOf(name);
}

function bodyOf({ body }: Operation, sender: Operation): Member[] {
  const part: Part = { of: "request body" };
  const without = `${shown(sender)} without a body`;
  return body ? [{ ...body, thing: "request-body", key: "", name: "", part, without }] : [];
}

function headersOf({ headers }: Response, part: Part): Member[] {
  return headers
    .map((one): Member => {
      const { name } = one;
      const without = `a response without ${name}`;
      const key = name.toLowerCase();
      return { ...one, thing: "response-header", key, part: { ...part, of: "response header", name }, without };
    })
    .filter(({ key }) => key !== "content-type");
}

function compareMembers(
  pair: OperationPair,
  ours: readonly Member[],
  theirs: readonly Member[],
  response?: Response,
): Difference[] {
  return pairUp(
    ours,
    theirs,
    (one, other) => one.key === other.key,
    (one, other) => {
      if (one && other) {
        return compareMember(pair, one, other);
      }
      return [...(one ? [gone(pair, one, response)] : []), ...(other ? [added(pair, other)] : [])];
    },
  );
}

/** A new part: if it is required, a request of a consumer that does not know it lacks it. */
function added(pair: OperationPair, { thing, part, node, required, without }: Member): Difference {
  const isAsked = required && thing !== "response-header";
  const place = placeOf(pair, part, undefined, node);
  return differs(
    place,
    isAsked ? "breaking" : "compatible",
    `${thing}-added`,
    isAsked ? { required } : {},
    isAsked ? without : undefined,
  );
}

/** A part that is gone: a body is refused, a parameter is perhaps ignored, and a header does not come. */
function gone(pair: OperationPair, { thing, part, node, required, name }: Member, response?: Response): Difference {
  const place = placeOf(pair, part, node, response?.node);
  if (thing === "request-body") {
    return differs(place, "breaking", "request-body-removed", {}, `${shown(pair.ours)} with a body`);
  }
  if (!response || !required) {
    return differs(place, "compatible", `${thing}-removed`);
  }
  return pair.loose
    ? differs(place, "undecided", `${thing}-removed`, { why: "their document says nothing of required headers" })
    : differs(place, "breaking", `${thing}-removed`, {}, `${response.status} without ${name}`);
}

function compareMember(pair: OperationPair, ours: Member, theirs: Member): Difference[] {
  const { thing, part } = ours;
  const place = placeOf(pair, part, ours.node, theirs.node);
  if (thing === "request-body") {
    return [...compareRequired(pair, ours, theirs), ...compareContent(pair, part, ours.content, theirs.content)];
  }
  const [here, there] = [objectAt(ours.node), objectAt(theirs.node)];
  const styled = thing === "request-parameter" ? ["allowReserved", "allowEmptyValue"] : [];
  const isRenamed = part.in === "path" && ours.name !== theirs.name;
  return [
    ...compareRequired(pair, ours, theirs),
    ...(isRenamed
      ? [differs(place, "compatible", "request-parameter-renamed", { ours: ours.name, theirs: theirs.name })]
      : []),
    ...(there.deprecated === true && here.deprecated !== true
      ? [differs(place, "compatible", `${thing}-deprecated`)]
      : []),
    ...styled.flatMap((name) => {
      const news = { name, ours: here[name] ?? false, theirs: there[name] ?? false };
      return news.ours === news.theirs ? [] : [differs(place, "compatible", `${thing}-style-changed`, news)];
    }),
    ...compareWritten(pair, place, `${thing}-style-changed`, ours, theirs),
  ];
}

/** In a request, what is required now is missed; in a response, what is not. */
function compareRequired(pair: OperationPair, ours: Member, theirs: Member): Difference[] {
  if (ours.required === theirs.required) {
    return [];
  }
  const { thing, part, without } = ours;
  const place = placeOf(pair, part, ours.node, theirs.node);
  const change = `${thing}-became-${theirs.required ? "required" : "optional"}` as const;
  if (thing !== "response-header") {
    return [differs(place, theirs.required ? "breaking" : "compatible", change, {}, without)];
  }
  if (theirs.required) {
    return [differs(place, "compatible", change)];
  }
  // In a document that marks nothing as required, being listed counts as being required.
  return pair.loose ? [] : [differs(place, "breaking", change, {}, without)];
}
