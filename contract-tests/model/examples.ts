import { hasDirections } from "./direction.js";
import { Undecided } from "./errors.js";
import type { Json, JsonObject } from "./json.js";
import { child, type Node, objectAt } from "./node.js";
import type { Example, Operation } from "./operation.js";
import { fromPointer, setAt } from "./pointer.js";
import { exampleOf } from "./schema-examples.js";
import type { Validator } from "./validator.js";

/** Something that the user should know about a contract, though it stops nothing. */
export interface Warning {
  readonly text: string;
  readonly at: readonly string[];
}

/** An object with examples, and the schema that they are examples of. */
interface Holder {
  readonly node: Node;
  readonly schema: readonly string[];
  readonly examples: readonly Example[];
  readonly name: string;
}

/**
 * A document whose examples all keep to their schemas: one that does not is left out, with a warning, as a mock would
 * serve it and the suite would send it. Fields that a request's example shows of the response's are taken out of it
 * without a word, as one example is often meant for both. Where a media type has no example, those on its schema count. The document itself comes back if all is well.
 */
export function withValidExamples(
  document: JsonObject,
  operations: readonly Operation[],
  validator: Validator,
): { document: JsonObject; warnings: Warning[] } {
  const marked = hasDirections(document);
  const warnings = new Map<string, Warning>();
  const edits = new Map<string, JsonObject>();
  for (const { node, schema, examples, name } of operations.flatMap(holders)) {
    const kept = examples.flatMap((example) => {
      const value = marked ? inItsDirection(validator, node, schema, example.value) : example.value;
      const reason = against(validator, node, schema, value);
      if (reason === undefined) {
        return [{ example, value }];
      }
      const text = `${name}: the example ${JSON.stringify(example.name)} is left out, as ${reason}`;
      warnings.set(text, { text, at: example.at });
      return [];
    });
    const made = examples.length === 0 ? madeExample(validator, node, schema) : undefined;
    if (made !== undefined) {
      edits.set(node.pointer, { ...objectAt(node), example: made });
    }
    if (kept.length < examples.length || kept.some(({ example, value }) => value !== example.value)) {
      edits.set(node.pointer, edited(node, kept));
    }
  }
  if (edits.size === 0) {
    return { document, warnings: [] };
  }
  const copy = structuredClone(document);
  for (const [pointer, value] of edits) {
    setAt(copy, fromPointer(pointer), value);
  }
  return { document: copy, warnings: [...warnings.values()] };
}

/** Why an example is not one; undefined if it is. */
function against(validator: Validator, node: Node, schema: readonly string[], value: Json): string | undefined {
  try {
    const [error] = validator.errors(node, schema, value);
    return error && `${error.where || "it"} ${error.message}`;
  } catch (error) {
    if (error instanceof Undecided) {
      return error.message;
    }
    throw error;
  }
}

function holders({ method, path, body, responses, parameters }: Operation): Holder[] {
  const name = `${method.toUpperCase()} ${path}`;
  const media = [
    ...(body?.content ?? []).map((one) => ({ ...one, name: `${name}, body` })),
    ...responses.flatMap(({ status, content }) => content.map((one) => ({ ...one, name: `${name}, ${status}` }))),
  ];
  return [
    ...media.flatMap(({ node, schema, examples, name: of }) =>
      schema ? [{ node, schema: ["schema"], examples, name: of }] : [],
    ),
    ...parameters.flatMap(({ node, schema, schemaTokens, examples, name: of }) =>
      schema ? [{ ...holderOf(node, schemaTokens), examples, name: `${name}, parameter ${of}` }] : [],
    ),
  ];
}

/** The sum of the examples on the schema, if that is a whole value. */
function madeExample(validator: Validator, node: Node, tokens: readonly string[]): Json | undefined {
  const schema = child(node, ...tokens);
  const found = schema && exampleOf(schema);
  if (found === undefined) {
    return undefined;
  }
  const value = inItsDirection(validator, node, tokens, found);
  return validator.isValid(node, tokens, value) ? value : undefined;
}

/** A parameter holds its examples itself, or in the media type that it is written in. */
function holderOf(node: Node, tokens: readonly string[]): Pick<Holder, "node" | "schema"> {
  return { node: child(node, ...tokens.slice(0, -1)) ?? node, schema: tokens.slice(-1) };
}

function edited(node: Node, kept: readonly { readonly example: Example; readonly value: Json }[]): JsonObject {
  const { example: single, examples, ...rest } = objectAt(node);
  const named = kept.filter(({ example }) => isNamed(node, example));
  const [own] = kept.filter(({ example }) => !isNamed(node, example));
  return {
    ...rest,
    ...(single !== undefined && own && { example: own.value }),
    ...(examples !== undefined &&
      named.length > 0 && {
        examples: Object.fromEntries(
          named.map(({ example, value }) => [
            example.name,
            { ...objectAt(child(node, "examples", example.name)), value },
          ]),
        ),
      }),
  };
}

function isNamed(node: Node, { at }: Example): boolean {
  return at[node.at.length] === "examples";
}

/** A value without the fields that its direction does not have. */
function inItsDirection(validator: Validator, node: Node, schema: readonly string[], value: Json): Json {
  if (!validator.isInvalid(node, schema, value)) {
    return value;
  }
  const wrong = validator.errors(node, schema, value).filter(({ at }) => at.at(-1) === "false schema");
  const copy = structuredClone(value);
  for (const { where } of wrong) {
    setAt(copy, fromPointer(where), undefined);
  }
  return copy;
}
