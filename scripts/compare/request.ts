import { objectAt } from "../../contract-tests/model/node.js";
import type { Operation, Parameter } from "../../contract-tests/model/operation.js";
import { compareContent } from "./content.js";
import type { Difference, Part } from "./difference.js";
import { differs, type OperationPair } from "./operation-pair.js";
import { compareWritten } from "./written.js";

/** What differs in what is sent: the parameters and the body. */
export function compareRequest(pair: OperationPair): Difference[] {
  return [...compareParameters(pair), ...compareBody(pair)];
}

const bodyPart: Part = { of: "request body" };

function compareBody(pair: OperationPair): Difference[] {
  const [ours, theirs] = [pair.ours.body, pair.theirs.body];
  const request = `${pair.ours.method.toUpperCase()} ${pair.ours.path}`;
  const without = { message: `${request} without a body` };
  if (ours && theirs) {
    return [
      ...compareRequired(pair, bodyPart, "request-body", without, ours, theirs),
      ...compareContent(pair, bodyPart, ours.content, theirs.content),
    ];
  }
  if (ours) {
    const witness = { message: `${request} with a body` };
    return [differs(pair, bodyPart, "breaking", "request-body-removed", { ours: ours.node.pointer, witness })];
  }
  return theirs ? [added(pair, bodyPart, "request-body-added", without, theirs)] : [];
}

type Sent = NonNullable<Operation["body"]> | Parameter;
type Thing = "request-body" | "request-parameter";
type Without = { readonly message: string };

/** What is new: required, nobody who does not know it can leave it out. */
function added(pair: OperationPair, part: Part, kind: `${Thing}-added`, without: Without, one: Sent): Difference {
  const { required, node } = one;
  return differs(pair, part, required ? "breaking" : "compatible", kind, {
    theirs: node.pointer,
    news: required ? { required } : {},
    ...(required && { witness: without }),
  });
}

function compareRequired(
  pair: OperationPair,
  part: Part,
  thing: Thing,
  witness: Without,
  ours: Sent,
  theirs: Sent,
): Difference[] {
  if (ours.required === theirs.required) {
    return [];
  }
  const at = { ours: ours.node.pointer, theirs: theirs.node.pointer, witness };
  return theirs.required
    ? [differs(pair, part, "breaking", `${thing}-became-required`, at)]
    : [differs(pair, part, "compatible", `${thing}-became-optional`, at)];
}

function compareParameters(pair: OperationPair): Difference[] {
  const { parameters } = pair.theirs;
  const matches = new Map(
    pair.ours.parameters.map((one) => [one, parameters.find((candidate) => sameName(one, candidate, pair))]),
  );
  const matched = new Set(matches.values());
  return [
    ...[...matches].flatMap(([one, other]) =>
      other
        ? compareParameter(pair, one, other)
        : [differs(pair, partOf(one), "compatible", "request-parameter-removed", { ours: one.node.pointer })],
    ),
    ...parameters
      .filter((one) => !matched.has(one))
      .map((one) => added(pair, partOf(one), "request-parameter-added", withoutIt(one), one)),
  ];
}

/** Header names ignore case; a path's parameters are known by their position, whatever they are called. */
function sameName(ours: Parameter, theirs: Parameter, pair: OperationPair): boolean {
  if (ours.in !== theirs.in) {
    return false;
  }
  if (ours.in === "header") {
    return ours.name.toLowerCase() === theirs.name.toLowerCase();
  }
  if (ours.in !== "path") {
    return ours.name === theirs.name;
  }
  return position(pair.ours.path, ours.name) === position(pair.theirs.path, theirs.name);
}

/** Counted from the end, as either path may have a prefix. */
function position(path: string, name: string): number {
  const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, one]) => one);
  return names.length - names.indexOf(name);
}

function compareParameter(pair: OperationPair, ours: Parameter, theirs: Parameter): Difference[] {
  const part = partOf(ours);
  const at = { ours: ours.node.pointer, theirs: theirs.node.pointer };
  const names = ours.in !== "path" || ours.name === theirs.name ? undefined : { ours: ours.name, theirs: theirs.name };
  const isDeprecated = objectAt(theirs.node).deprecated === true && objectAt(ours.node).deprecated !== true;
  return [
    ...compareRequired(pair, part, "request-parameter", withoutIt(ours), ours, theirs),
    ...(names ? [differs(pair, part, "compatible", "request-parameter-renamed", { ...at, news: names })] : []),
    ...(isDeprecated ? [differs(pair, part, "compatible", "request-parameter-deprecated", at)] : []),
    ...["allowReserved", "allowEmptyValue"].flatMap((name) => {
      const [here = false, there = false] = [objectAt(ours.node)[name], objectAt(theirs.node)[name]];
      const news = { name, ours: here, theirs: there };
      return here === there
        ? []
        : [differs(pair, part, "compatible", "request-parameter-style-changed", { ...at, news })];
    }),
    ...compareWritten(pair, part, "request-parameter-style-changed", ours, theirs),
  ];
}

function partOf({ in: place, name }: Parameter): Part {
  return { of: "parameter", in: place, name };
}

function withoutIt({ in: place, name }: Parameter): Without {
  return { message: `a request without the ${place} parameter ${name}` };
}
