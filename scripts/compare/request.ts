import { child, entries, objectAt } from "../../contract-tests/model/node.js";
import type { MediaType, Operation, Parameter } from "../../contract-tests/model/operation.js";
import { view } from "../../contract-tests/schema/view.js";
import { compareContent } from "./content.js";
import type { Difference } from "./difference.js";
import { differs, type OperationPair, valueContext } from "./operation-pair.js";
import { madeSchema, schemaAt } from "./schemas/schema.js";
import { compareSchemas } from "./values.js";

/** What differs in what is sent: the parameters and the body. */
export function compareRequest(pair: OperationPair): Difference[] {
  return [...compareParameters(pair), ...compareBody(pair)];
}

function compareBody(pair: OperationPair): Difference[] {
  const part = "request body";
  const [ours, theirs] = [pair.ours.body, pair.theirs.body];
  const request = `${pair.ours.method.toUpperCase()} ${pair.ours.path}`;
  if (!ours && !theirs) return [];
  if (!ours || !theirs) {
    const verdict = theirs?.required || ours ? "breaking" : "compatible";
    const message = ours ? "no body is taken there" : `a body is ${theirs?.required ? "required" : "taken"} there`;
    const witness = {
      what: verdict === "breaking" ? "accepted before, refused now" : "accepted there too",
      message: `${request} with${ours ? "" : "out"} a body`,
    };
    return [differs(pair, part, { verdict, kind: "body", message, witness })];
  }
  const required: Difference[] =
    ours.required === theirs.required
      ? []
      : [
          differs(pair, part, {
            verdict: theirs.required ? "breaking" : "compatible",
            kind: "body",
            message: theirs.required ? "is required now" : "is required no longer",
            ours: ours.node.pointer,
            theirs: theirs.node.pointer,
            witness: {
              what: theirs.required ? "accepted before, refused now" : "refused before, accepted now",
              message: `${request} without a body`,
            },
          }),
        ];
  return [...required, ...compareContent(pair, "request", part, ours.content, theirs.content)];
}

function compareParameters(pair: OperationPair): Difference[] {
  const [ours, theirs] = [sent(pair.ours), sent(pair.theirs)];
  const matched = new Set<Parameter>();
  const here = ours.flatMap((one) => {
    const other = theirs.find((candidate) => sameName(one, candidate, pair));
    if (other) matched.add(other);
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

/** OpenAPI lets these three be listed and ignores it: the body, the answer and the security say them. */
const ignored = ["accept", "content-type", "authorization"];

function sent(operation: Operation): Parameter[] {
  return operation.parameters.filter((one) => one.in !== "header" || !ignored.includes(one.name.toLowerCase()));
}

/** Header names ignore case; a path's parameters are known by where they stand, whatever they are called. */
function sameName(ours: Parameter, theirs: Parameter, pair: OperationPair): boolean {
  if (ours.in !== theirs.in) return false;
  if (ours.in === "header") return ours.name.toLowerCase() === theirs.name.toLowerCase();
  if (ours.in !== "path") return ours.name === theirs.name;
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
  const at = { ours: ours.node.pointer, theirs: theirs.node.pointer };
  const differences: Difference[] = [];
  if (ours.required !== theirs.required) {
    differences.push(
      differs(pair, part, {
        verdict: theirs.required ? "breaking" : "compatible",
        kind: "parameter",
        message: theirs.required ? "is required now" : "is required no longer",
        ...at,
        witness: {
          what: theirs.required ? "accepted before, refused now" : "refused before, accepted now",
          message: `a request without the ${part}`,
        },
      }),
    );
  }
  const [here, there] = [written(ours), written(theirs)];
  if (here !== there && here !== "" && there !== "") {
    differences.push(
      differs(pair, part, {
        verdict: "breaking",
        kind: "parameter",
        message: `is written as ${there}, not as ${here}`,
        ...at,
        witness: { what: "read otherwise now", message: `a request with the ${part} as ${here}` },
      }),
    );
  }
  if (objectAt(theirs.node).deprecated === true && objectAt(ours.node).deprecated !== true) {
    differences.push(
      differs(pair, part, { verdict: "compatible", kind: "parameter", message: "is deprecated there", ...at }),
    );
  }
  const held = [contentOf(ours), contentOf(theirs)];
  const [mine, other] = held;
  if (mine && other) return [...differences, ...compareContent(pair, "request", part, [mine], [other])];
  if (mine || other) {
    const form = (one: Parameter) => contentOf(one)?.mediaType ?? "plain text";
    differences.push(
      differs(pair, part, {
        verdict: "breaking",
        kind: "parameter",
        message: `is written as ${form(theirs)}, not as ${form(ours)}`,
        ...at,
        witness: { what: "read otherwise now", message: `a request with the ${part} as ${form(ours)}` },
      }),
    );
    return differences;
  }
  const context = valueContext(pair, "request", part, true);
  const { comparer } = context;
  // Without a schema, any text goes.
  const text = madeSchema({ type: "string" });
  const schemas = {
    ours: ours.schema ? schemaAt(comparer.ours, ours.schema.pointer) : text,
    theirs: theirs.schema ? schemaAt(comparer.theirs, theirs.schema.pointer) : text,
  };
  return [...differences, ...compareSchemas(schemas, context)];
}

/** The one media type of a parameter that is described by its content. */
function contentOf({ node }: Parameter): MediaType | undefined {
  const [first] = entries(child(node, "content"));
  if (!first) return undefined;
  const [mediaType, one] = first;
  return { mediaType, node: one, schema: child(one, "schema"), examples: [] };
}

/** How a parameter's value is put into text; empty for a single value, which looks the same in every style. */
function written(parameter: Parameter): string {
  const types = parameter.schema ? view(parameter.schema).types : [];
  if (!types.some((type) => type === "array" || type === "object")) return "";
  const { style, explode } = objectAt(parameter.node);
  const usual = parameter.in === "query" || parameter.in === "cookie" ? "form" : "simple";
  const used = typeof style === "string" ? style : usual;
  return `${used}, ${(explode ?? used === "form") ? "exploded" : "not exploded"}`;
}

function label(parameter: Parameter): string {
  return `${parameter.in} parameter ${parameter.name}`;
}
