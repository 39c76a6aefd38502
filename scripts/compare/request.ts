import { objectAt } from "../../contract-tests/model/node.js";
import type { Operation, Parameter } from "../../contract-tests/model/operation.js";
import { compareContent } from "./content.js";
import type { Difference } from "./difference.js";
import { differs, type OperationPair } from "./operation-pair.js";
import { compareWritten } from "./written.js";

/** What differs in what is sent: the parameters and the body. */
export function compareRequest(pair: OperationPair): Difference[] {
  return [...compareParameters(pair), ...compareBody(pair)];
}

type Body = NonNullable<Operation["body"]>;

function compareBody(pair: OperationPair): Difference[] {
  const [ours, theirs] = [pair.ours.body, pair.theirs.body];
  if (ours && theirs) {
    return [
      ...compareRequired(
        pair,
        { part: bodyPart, kind: "body", without: `${requestOf(pair)} without a body` },
        ours,
        theirs,
      ),
      ...compareContent(pair, "request", bodyPart, ours.content, theirs.content),
    ];
  }
  if (ours) {
    return [bodyGone(pair)];
  }
  return theirs ? [bodyNew(pair, theirs)] : [];
}

const bodyPart = "request body";

function requestOf({ ours }: OperationPair): string {
  return `${ours.method.toUpperCase()} ${ours.path}`;
}

function bodyGone(pair: OperationPair): Difference {
  const witness = { what: "accepted before, refused now", message: `${requestOf(pair)} with a body` };
  return differs(pair, bodyPart, { verdict: "breaking", kind: "body", message: "no body is taken there", witness });
}

function bodyNew(pair: OperationPair, { required }: Body): Difference {
  return differs(pair, bodyPart, {
    verdict: required ? "breaking" : "compatible",
    kind: "body",
    message: `a body is ${required ? "required" : "taken"} there`,
    witness: {
      what: required ? "accepted before, refused now" : "accepted there too",
      message: `${requestOf(pair)} without a body`,
    },
  });
}

/** What may be left out of a request or not, and what a request without it is called. */
interface Asked {
  readonly part: string;
  readonly kind: "body" | "parameter";
  readonly without: string;
}

function compareRequired(
  pair: OperationPair,
  { part, kind, without }: Asked,
  ours: Body | Parameter,
  theirs: Body | Parameter,
): Difference[] {
  if (ours.required === theirs.required) {
    return [];
  }
  return [
    differs(pair, part, {
      verdict: theirs.required ? "breaking" : "compatible",
      kind,
      message: theirs.required ? "is required now" : "is required no longer",
      ours: ours.node.pointer,
      theirs: theirs.node.pointer,
      witness: {
        what: theirs.required ? "accepted before, refused now" : "refused before, accepted now",
        message: without,
      },
    }),
  ];
}

function compareParameters(pair: OperationPair): Difference[] {
  const [ours, theirs] = [sent(pair.ours), sent(pair.theirs)];
  const matched = new Set<Parameter>();
  const here = ours.flatMap((one) => {
    const other = theirs.find((candidate) => sameName(one, candidate, pair));
    if (other) {
      matched.add(other);
    }
    return other ? compareParameter(pair, one, other) : gone(pair, one);
  });
  const added = theirs
    .filter((one) => !matched.has(one))
    .map((one) =>
      differs(pair, label(one), {
        verdict: one.required ? "breaking" : "compatible",
        kind: "parameter",
        message: one.required ? "is required now" : "is new there",
        theirs: one.node.pointer,
        witness: {
          what: one.required ? "accepted before, refused now" : "accepted there too",
          message: `a request without the ${label(one)}`,
        },
      }),
    );
  return [...here, ...added];
}

/** OpenAPI lets these three be listed and ignores it: the body, the response and the security say them. */
const ignored = ["accept", "content-type", "authorization"];

function sent(operation: Operation): Parameter[] {
  return operation.parameters.filter((one) => one.in !== "header" || !ignored.includes(one.name.toLowerCase()));
}

/** Header names ignore case; a path's parameters are known by where they stand, whatever they are called. */
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

function gone(pair: OperationPair, one: Parameter): Difference[] {
  return [
    differs(pair, label(one), {
      verdict: "compatible",
      kind: "parameter",
      message: "is not listed there: accepted, perhaps ignored",
      ours: one.node.pointer,
    }),
  ];
}

function compareParameter(pair: OperationPair, ours: Parameter, theirs: Parameter): Difference[] {
  const part = label(ours);
  return [
    ...compareRequired(pair, { part, kind: "parameter", without: `a request without the ${part}` }, ours, theirs),
    ...compareDeprecation(pair, ours, theirs),
    ...compareWritten(pair, "request", part, "parameter", ours, theirs),
  ];
}

function compareDeprecation(pair: OperationPair, ours: Parameter, theirs: Parameter): Difference[] {
  if (objectAt(theirs.node).deprecated !== true || objectAt(ours.node).deprecated === true) {
    return [];
  }
  return [
    differs(pair, label(ours), {
      verdict: "compatible",
      kind: "parameter",
      message: "is deprecated there",
      ours: ours.node.pointer,
      theirs: theirs.node.pointer,
    }),
  ];
}

function label(parameter: Parameter): string {
  return `${parameter.in} parameter ${parameter.name}`;
}
