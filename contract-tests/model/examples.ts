import { directional, directionOf } from "./direction.js";
import { Undecided } from "./errors.js";
import type { Json } from "./json.js";
import type { Node } from "./node.js";
import type { Example, MediaType, Operation } from "./operation.js";
import { fromPointer, setAt } from "./pointer.js";
import { exampleOf } from "./schema-examples.js";
import { allows, errorsOf, forbids } from "./validator.js";

/** A media type or a parameter. */
type Holder = Pick<MediaType, "node" | "schema" | "examples">;

/**
 * An operation whose examples all keep to their schemas: one that does not is left out, with a warning, as a mock would
 * serve it and the suite would send it. Fields that a request's example shows of the response's are taken out of it
 * without a word, as one example is often meant for both. If a media type has no example, those on its schema count.
 */
export function withValidExamples(operation: Operation, warn: (text: string) => void): Operation {
  const { method, path, body, responses, parameters } = operation;
  const checked = <One extends Holder>(one: One, what: string): One => ({
    ...one,
    examples: validExamples(one, `${method.toUpperCase()} ${path}, ${what}`, warn),
  });
  const content = (list: readonly MediaType[], what: string) => list.map((media) => checked(media, what));
  return {
    ...operation,
    body: body && { ...body, content: content(body.content, "body") },
    responses: responses.map((one) => ({ ...one, content: content(one.content, one.status) })),
    parameters: parameters.map((one) => checked(one, `parameter ${one.name}`)),
  };
}

function validExamples({ node, schema, examples }: Holder, name: string, warn: (text: string) => void): Example[] {
  if (!schema) {
    return [...examples];
  }
  if (examples.length === 0) {
    const made = exampleOf(schema);
    const value = made === undefined ? undefined : inItsDirection(schema, made);
    const isWhole = value !== undefined && allows(schema, value);
    return isWhole ? [{ name: "default", value, at: [...node.at, "example"] }] : [];
  }
  return examples.flatMap((example) => {
    const value = inItsDirection(schema, example.value);
    const reason = against(schema, value);
    if (reason === undefined) {
      return [{ ...example, value }];
    }
    warn(`${name}: the example ${JSON.stringify(example.name)} is left out, as ${reason}`);
    return [];
  });
}

/** Why an example is not one; undefined if it is. */
function against(schema: Node, value: Json): string | undefined {
  try {
    const [error] = errorsOf(schema, value);
    return error && `${error.where || "it"} ${error.message}`;
  } catch (error) {
    if (error instanceof Undecided) {
      return error.message;
    }
    throw error;
  }
}

/** A value without the fields that its direction does not have. */
function inItsDirection(schema: Node, value: Json): Json {
  const { document } = schema;
  if (directional(document, directionOf(schema)) === document || !forbids(schema, value)) {
    return value;
  }
  const copy = structuredClone(value);
  for (const { where } of errorsOf(schema, value).filter(({ at }) => at.at(-1) === "false schema")) {
    setAt(copy, fromPointer(where), undefined);
  }
  return copy;
}
