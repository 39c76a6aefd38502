import { type Node, objectAt } from "../../contract-tests/model/node.js";
import type { MediaType, Operation, Response } from "../../contract-tests/model/operation.js";
import { compareContent } from "./content.js";
import { type Difference, differs, type Part } from "./difference.js";
import { shown } from "./match.js";
import { type OperationPair, pairUp, placeOf } from "./operation-pair.js";
import { compareWritten } from "./written.js";

/** A part of a message that may be missing: a parameter, a header, or a body. */
interface Member {
  readonly thing: "request-parameter" | "request-body" | "response-header" | "response-body";
  /** Tells it from the others of its message, in either document. */
  readonly key: string;
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
  const membersOf = ({ parameters, body, path }: Operation): Member[] => {
    const without = `${shown(pair.ours)} without a body`;
    const part: Part = { of: "request body" };
    return [
      ...parameters.map((one) => parameterOf(one, path)),
      ...(body ? [{ ...body, thing: "request-body" as const, key: "", part, without }] : []),
    ];
  };
  return compareMembers(pair, membersOf(pair.ours), membersOf(pair.theirs), pair);
}

/** The differences between two documented responses. `Content-Type` is no header of its own, but the body's. */
export function compareResponse(pair: OperationPair, ours: Response, theirs: Response): Difference[] {
  const part = { status: theirs.status, ...(ours.status !== theirs.status && { our: ours.status }) };
  const membersOf = ({ headers, content, node }: Response): Member[] => {
    const without = `${theirs.status} without a body`;
    const body: Part = { of: "response body", ...part };
    return [
      ...headers
        .map((one) => headerOf(one, { of: "response header", ...part, name: one.name }))
        .filter(({ key }) => key !== "content-type"),
      ...(content.length > 0
        ? [{ thing: "response-body" as const, key: "", part: body, node, required: true, content, without }]
        : []),
    ];
  };
  return compareMembers(pair, membersOf(ours), membersOf(theirs), { ours, theirs });
}

/** Header names ignore case; a path's parameters are known by their position, whatever they are called. */
function parameterOf({ in: place, name, ...one }: Operation["parameters"][number], path: string): Member {
  const inHeader = place === "header" ? name.toLowerCase() : name;
  return {
    ...one,
    thing: "request-parameter",
    key: `${place} ${place === "path" ? position(path, name) : inHeader}`,
    part: { of: "parameter", in: place, name },
    without: `a request without the ${place} parameter ${name}`,
  };
}

function headerOf({ name, ...one }: Response["headers"][number], part: Part): Member {
  const without = `${part.status} without ${name}`;
  return { ...one, thing: "response-header", key: name.toLowerCase(), part, without };
}

/** Counted from the end, as either path may have a prefix. */
function position(path: string, name: string): number {
  const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, one]) => one);
  return names.length - names.indexOf(name);
}

/** The differences between the members of two messages, which `around` is. */
function compareMembers(
  pair: OperationPair,
  ours: readonly Member[],
  theirs: readonly Member[],
  around: Readonly<Record<"ours" | "theirs", { readonly node: Node }>>,
): Difference[] {
  return pairUp(
    ours,
    theirs,
    (one, other) => one.thing === other.thing && one.key === other.key,
    (one, other) => {
      if (one && other) {
        return compareMember(pair, one, other);
      }
      return [
        ...(one ? [gone(pair, one, around.theirs.node)] : []),
        ...(other ? [added(pair, other, around.ours.node)] : []),
      ];
    },
  );
}

/** A new part: if it is required, a request of a consumer that does not know it lacks it. */
function added(pair: OperationPair, { thing, part, node, required, without }: Member, here: Node): Difference {
  const place = placeOf(pair, part, here, node);
  return required && pair.direction === "request"
    ? differs(place, "breaking", `${thing}-added`, { required }, without)
    : differs(place, "compatible", `${thing}-added`);
}

/** A part that is gone: a body is refused, a parameter is perhaps ignored, and what a response has does not come. */
function gone(pair: OperationPair, { thing, part, node, required, without }: Member, there: Node): Difference {
  const place = placeOf(pair, part, node, there);
  if (thing === "request-body") {
    return differs(place, "breaking", "request-body-removed", {}, `${shown(pair.ours)} with a body`);
  }
  if (thing === "request-parameter" || !required) {
    return differs(place, "compatible", `${thing}-removed`);
  }
  return pair.loose
    ? differs(place, "undecided", `${thing}-removed`, { why: "their document is loose" })
    : differs(place, "breaking", `${thing}-removed`, {}, without);
}

function compareMember(pair: OperationPair, ours: Member, theirs: Member): Difference[] {
  const { thing, part } = ours;
  if (thing === "response-body" || thing === "request-body") {
    return [...compareRequired(pair, ours, theirs), ...compareContent(pair, part, ours.content, theirs.content)];
  }
  const place = placeOf(pair, part, ours.node, theirs.node);
  const [here, there] = [objectAt(ours.node), objectAt(theirs.node)];
  const names = { ours: part.name ?? "", theirs: theirs.part.name ?? "" };
  const styled = thing === "request-parameter" ? ["allowReserved", "allowEmptyValue"] : [];
  return [
    ...compareRequired(pair, ours, theirs),
    ...(part.in === "path" && names.ours !== names.theirs
      ? [differs(place, "compatible", "request-parameter-renamed", names)]
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

/**
 * In a request, what is required now is missed; in a response, what is not, unless their document marks nothing as
 * required.
 */
function compareRequired(pair: OperationPair, ours: Member, theirs: Member): Difference[] {
  const { thing, part, without } = ours;
  const isSent = pair.direction === "request";
  const { required } = theirs;
  if (thing === "response-body" || ours.required === required || (!isSent && !required && pair.loose)) {
    return [];
  }
  const change = `${thing}-became-${required ? "required" : "optional"}` as const;
  const place = placeOf(pair, part, ours.node, theirs.node);
  return [differs(place, required === isSent ? "breaking" : "compatible", change, {}, without)];
}
