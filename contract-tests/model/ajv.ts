import { _, type KeywordErrorDefinition } from "ajv";
import { Ajv2020, type ErrorObject, type FuncKeywordDefinition } from "ajv/dist/2020.js";
import formatsPlugin from "ajv-formats";
import { isMultipleOf } from "./decimal.js";
import { Undecided } from "./errors.js";
import { strictFormats } from "./formats.js";
import { canonical, isObject, type Json, type JsonObject } from "./json.js";
import { mapInner, mapSchemas } from "./keywords.js";
import { fromPointer, lookUp, toPointer } from "./pointer.js";
import { patternOf } from "./regexp.js";

/** The errors of a value by a schema; none if it is valid. Throws {@link Undecided} if a limit strikes. */
export type Judge = (value: Json) => readonly ErrorObject[];

/** Ajv for the schemas of documents, corrected in the points in which it departs from JSON Schema. */
export interface Engine {
  /** Throws, with the reason, if a schema cannot be compiled. */
  readonly compile: (schema: JsonObject | boolean) => Judge;
  readonly knowsFormat: (format: string) => boolean;
}

/**
 * How often one value and its parts may be validated against schemas: more often than a body of ten megabytes has
 * parts. Beyond it are schemas that lead to the same ones on many ways.
 */
const mostSteps = 5_000_000;

/** Ajv for the schemas of documents, each added under its key. It reports every error, and accepts unknown keywords. */
export function createAjv(documents: ReadonlyMap<string, JsonObject>): Engine {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    logger: false,
    discriminator: false,
    validateSchema: false,
    meta: false,
    addUsedSchema: false,
    // Every object has a `constructor` and a `toString`, though no value that was sent does.
    ownProperties: true,
    // To validate takes a moment; to compile takes time, most of it for these two.
    inlineRefs: false,
    code: { optimize: false, regExp, lines: true, process: (code) => counted(withoutPrototypes(code)) },
  });
  let steps = 0;
  const step = () => {
    steps += 1;
    if (steps > mostSteps) {
      throw new Undecided(`the value has to be held against schemas more than ${mostSteps} times`);
    }
  };
  Object.assign(ajv, { step });
  formatsPlugin.default(ajv);
  for (const [name, validate] of Object.entries(strictFormats)) {
    ajv.addFormat(name, { type: "string", validate });
  }
  for (const keyword of corrected) {
    ajv.removeKeyword(String(keyword.keyword)).addKeyword({ ...keyword, errors: false });
  }
  for (const [key, document] of documents) {
    ajv.addSchema(namesProto(document) ? mapSchemas(document, withoutProto) : document, key);
  }
  return {
    compile: (schema) => {
      const given = namesProto(schema) ? withoutProto(schema) : schema;
      const validate = ajv.compile(isObject(given) ? given : given !== false);
      return (value) => {
        steps = 0;
        try {
          return validate(value) ? [] : (validate.errors ?? []);
        } catch (error) {
          throw error instanceof RangeError ? new Undecided("the schema or the value has too many levels") : error;
        }
      };
    },
    knowsFormat: (format) => Object.hasOwn(ajv.formats, format),
  };
}

const regExp = Object.assign(
  (text: string) => {
    const pattern = patternOf(text);
    if (!pattern) {
      throw new Error(`the pattern ${JSON.stringify(text)} is not a regular expression`);
    }
    // Ajv tells patterns from each other by their text.
    return { test: pattern.test, toString: () => text };
  },
  { code: "undefined" },
);

/**
 * Keywords that Ajv has its own idea of: it reckons with binary fractions, and compares objects by the `valueOf`,
 * `toString` and `constructor` that they hold.
 */
const corrected: readonly FuncKeywordDefinition[] = [
  {
    keyword: "multipleOf",
    type: "number",
    schemaType: "number",
    error: saying("must be multiple of the number given", "multipleOf"),
    compile: (unit: number) => {
      if (!(unit > 0)) {
        throw new Error("multipleOf must be above 0");
      }
      return (value: number) => isMultipleOf(value, unit);
    },
  },
  {
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    error: saying("must NOT have duplicate items", "uniqueItems"),
    compile: (unique: boolean) => (value: Json[]) =>
      !unique || new Set(value.map((item) => canonical(item))).size === value.length,
  },
  {
    keyword: "enum",
    schemaType: "array",
    error: saying("must be equal to one of the allowed values", "allowedValues"),
    compile: (values: Json[]) => {
      const allowed = new Set(values.map((one) => canonical(one)));
      return (value: Json) => allowed.has(canonical(value));
    },
  },
  {
    keyword: "const",
    error: saying("must be equal to constant", "allowedValue"),
    compile: (only: Json) => {
      const allowed = canonical(only);
      return (value: Json) => canonical(value) === allowed;
    },
  },
];

function saying(message: string, parameter: string): KeywordErrorDefinition {
  return { message, params: ({ schemaValue }) => _`{${parameter}: ${schemaValue}}` };
}

/** Ajv keeps which fields are evaluated in an object, which seems to hold what every object has. */
function withoutPrototypes(code: string): string {
  return code.replaceAll(/^((?:(?:let|const|var) )?props\d+ = (?:props\d+ \|\| )?)\{\};$/gm, "$1Object.create(null);");
}

/** Has each function count its calls: Ajv's own name for itself in generated code is `self`. */
function counted(code: string): string {
  return code.replaceAll(/^((?:return )?function validate\d+\(data, \{.*\}=\{\}\)\{)$/gm, "$1self.step();");
}

function namesProto(schema: Json): boolean {
  return JSON.stringify(schema).includes('"__proto__"');
}

/** A schema that says what it says of a field called `__proto__`, which Ajv passes over, in other words. */
function withoutProto(schema: Json): Json {
  if (!isObject(schema)) {
    return schema;
  }
  const { properties, patternProperties, dependentRequired, dependentSchemas, allOf, ...rest } = mapInner(
    schema,
    withoutProto,
  );
  const [named, onName] = apart(properties);
  const [patterns, onPattern] = apart(patternProperties);
  const [lists, list] = apart(dependentRequired);
  const [schemas, dependent] = apart(dependentSchemas);
  const follows = [
    ...(list === undefined ? [] : [{ required: list }]),
    ...(dependent === undefined ? [] : [dependent]),
  ];
  const matching = {
    ...(isObject(patterns) && patterns),
    ...(onName !== undefined && { "^__proto__$": onName }),
    ...(onPattern !== undefined && { "(?:__proto__)": onPattern }),
  };
  const all = [
    ...(Array.isArray(allOf) ? allOf : []),
    ...follows.map((then) => ({ if: { type: "object", required: ["__proto__"] }, then })),
  ];
  return {
    ...rest,
    ...(named !== undefined && { properties: named }),
    ...(Object.keys(matching).length > 0 && { patternProperties: matching }),
    ...(lists !== undefined && { dependentRequired: lists }),
    ...(schemas !== undefined && { dependentSchemas: schemas }),
    ...(all.length > 0 && { allOf: all }),
  };
}

/** A map without what it has for `__proto__`, and that. */
function apart(map: Json | undefined): [Json | undefined, Json | undefined] {
  if (!isObject(map) || !Object.hasOwn(map, "__proto__")) {
    return [map, undefined];
  }
  return [Object.fromEntries(Object.entries(map).filter(([name]) => name !== "__proto__")), lookUp(map, ["__proto__"])];
}

/** A pointer as it is in a `$ref`, every character of its tokens percent-encoded that may have to be. */
export function inReference(pointer: string): string {
  return ["#", ...fromPointer(pointer).map((token) => encodeURIComponent(toPointer([token]).slice(2)))].join("/");
}
