import { _, type KeywordErrorDefinition } from "ajv";
import { Ajv2020, type ErrorObject, type FuncKeywordDefinition, type ValidateFunction } from "ajv/dist/2020.js";
import formatsPlugin from "ajv-formats";
import { isMultipleOf } from "./decimal.js";
import { InputError, Undecided } from "./errors.js";
import { strictFormats } from "./formats.js";
import { canonical, type Json, type JsonObject } from "./json.js";
import { kept, keptByText, lazy } from "./lazy.js";
import { fromPointer, toPointer } from "./pointer.js";
import { patternOf } from "./regexp.js";

/** The errors of a value by a schema; none if it is valid. Throws {@link Undecided} if a limit strikes. */
export type Judge = (value: Json) => readonly ErrorObject[];

/** Ajv for the schemas of a document, corrected in the points in which it departs from JSON Schema. */
interface Engine {
  /** Throws, with the reason, if a schema cannot be compiled. */
  readonly compile: (schema: JsonObject | boolean) => Judge;
  /** The same for the schema at a pointer of the document, once. */
  readonly at: (pointer: string) => Judge;
  readonly knowsFormat: (format: string) => boolean;
}

const base = "contract:/document";

const engines = kept((document: JsonObject) => lazy(() => createAjv(document)));

/**
 * The errors of a value by the schema at a pointer of a document, whose engine is kept. Throws {@link InputError} if it
 * cannot be compiled.
 */
export function judgeAt(document: JsonObject, pointer: string): Judge {
  try {
    return engines(document)().at(pointer);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`the schema at ${pointer} cannot be used: ${reason.replaceAll(base, "")}`);
  }
}

/**
 * How often one value and its parts may be validated against schemas: more often than a body of ten megabytes has
 * parts. Beyond it are schemas that lead to the same ones on many ways.
 */
const mostSteps = 5_000_000;

/** Ajv for the schemas of a document. It reports every error, and accepts unknown keywords. */
export function createAjv(document: JsonObject = {}): Engine {
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
  const isNamed = namesProto(document);
  ajv.addSchema(isNamed ? replaced(document, proto, standIn) : document, base);
  const compile = (schema: JsonObject | boolean): Judge => {
    const renames = isNamed || namesProto(schema);
    const validate = ajv.compile(renames ? replaced(schema, proto, standIn) : schema);
    return (value) => {
      steps = 0;
      try {
        return errorsBy(validate, value, renames);
      } catch (error) {
        throw error instanceof RangeError ? new Undecided("the schema or the value has too many levels") : error;
      }
    };
  };
  return {
    compile,
    at: keptByText((pointer) => compile({ $ref: `${base}${inReference(pointer)}` })),
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

/**
 * Ajv passes over what a schema says of a field called `__proto__`. If one says something of it, Ajv is given another
 * name in its place, in schemas and values alike, as long as that one and of characters that patterns hold alike.
 */
const [proto, standIn] = ["__proto__", "__proto_a"];

function namesProto(schema: Json): boolean {
  return JSON.stringify(schema).includes(proto);
}

function replaced<T>(value: T, name: string, other: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll(name, other));
}

function errorsBy(validate: ValidateFunction, value: Json, renames: boolean): readonly ErrorObject[] {
  const isValid = validate(renames ? replaced(value, proto, standIn) : value);
  const errors = isValid ? [] : (validate.errors ?? []);
  return renames ? replaced(errors, standIn, proto) : errors;
}

/** A pointer as it is in a `$ref`, every character of its tokens percent-encoded that may have to be. */
function inReference(pointer: string): string {
  return ["#", ...fromPointer(pointer).map((token) => encodeURIComponent(toPointer([token]).slice(2)))].join("/");
}
