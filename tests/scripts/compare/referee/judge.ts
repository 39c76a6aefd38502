import { isDeepStrictEqual } from "node:util";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { isObject, type Json, type JsonObject } from "../../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../../scripts/compare/compare.js";
import type { Difference } from "../../../../scripts/compare/difference.js";
import { lineOf } from "../../../../scripts/compare/words.js";
import { documentOf } from "../documents.js";
import type { Pair } from "./pairs.js";

/** What `compare` says of a pair, and what is wrong with that. */
export interface Judged {
  readonly verdict: Difference["verdict"];
  /** In a sentence each; empty where nothing speaks against the verdict. */
  readonly faults: readonly string[];
}

/** Whether a value is valid; undefined if Ajv itself fails, as it does on a schema that refers to itself alone. */
type Takes = (value: unknown) => boolean | undefined;

/** Both documents of a pair. */
export function documentsOf({ way, ours, theirs, node }: Pair): { ours: JsonObject; theirs: JsonObject } {
  return {
    ours: documentOf({ [way]: ours, schemas: { Node: node.ours } }),
    theirs: documentOf({ [way]: theirs, schemas: { Node: node.theirs } }),
  };
}

/**
 * Compares two documents, and holds what comes of it against a validator that shares nothing with the comparison and a
 * search for a value that the one side gives and the other refuses.
 */
export function judge(pair: Pair, tries: number): Judged {
  const { ours, theirs } = documentsOf(pair);
  const { differences } = compareDocuments(ours, theirs, { literal: true });
  const verdict = differences[0]?.verdict ?? "compatible";
  const validate = { ours: validatorOf(ours), theirs: validatorOf(theirs) };
  const wrong = differences.flatMap((one) => {
    const { witness, verdict: of } = one;
    const message = lineOf(one);
    if (of === "breaking" && witness === undefined) {
      return [`breaking without a witness: ${message}`];
    }
    const { schemas, value } = witness ?? {};
    if (schemas === undefined) {
      return [];
    }
    const [mine, yours] = [validate.ours(schemas.ours)(value), validate.theirs(schemas.theirs)(value)];
    const isOurs = schemas.validUnder === "ours";
    const right = (mine ?? isOurs) === isOurs && (yours ?? !isOurs) === !isOurs;
    return right ? [] : [`not a witness: ${JSON.stringify(value)} for ${message}`];
  });
  if (verdict !== "compatible") {
    return { verdict, faults: wrong };
  }
  const [gives, takes] = pair.way === "request" ? (["ours", "theirs"] as const) : (["theirs", "ours"] as const);
  const of = (side: "ours" | "theirs") => validate[side](`#${pointerOf(pair.way)}`);
  const found = search(pair, of(gives), of(takes), tries);
  return { verdict, faults: [...wrong, ...(found ? [`shown, but for ${JSON.stringify(found.value)}`] : [])] };
}

function pointerOf(way: Pair["way"]): string {
  const media = "content/application~1json/schema";
  const operation = "/paths/~1v1~1auth~1thing/post";
  return way === "request" ? `${operation}/requestBody/${media}` : `${operation}/responses/200/${media}`;
}

/**
 * Each of the two has a fault of its own, beside those that are mended: without `allErrors`, an empty list counts as one that contains something where
 * `prefixItems` is there too; with it, what refers to itself under a `not` can throw.
 */
const engines = [true, false].map((allErrors) => {
  const ajv = new Ajv2020({
    ...{ strict: false, allErrors, ownProperties: true, logger: false, validateSchema: false },
    // To compile takes longer than all values do.
    ...{ inlineRefs: false, code: { optimize: false } },
  });
  formats.default(ajv);
  ajv.removeKeyword("multipleOf");
  ajv.addKeyword({
    keyword: "multipleOf",
    type: "number",
    schemaType: "number",
    validate: (step: number, value: number) => isMultiple(value, step),
  });
  // Ajv passes over what `prefixItems` holds of another type than `items`.
  ajv.removeKeyword("uniqueItems");
  ajv.addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    validate: (unique: boolean, values: Json[]) =>
      !unique ||
      values.every((one, index) => values.slice(0, index).every((earlier) => !isDeepStrictEqual(one, earlier))),
  });
  return ajv;
});

/** A validator of a document's schemas, by pointer. */
function validatorOf(document: JsonObject): (pointer: string) => Takes {
  const known = new Map<string, Takes>();
  return (pointer) => {
    const takes = known.get(pointer) ?? compiled(document, pointer);
    known.set(pointer, takes);
    return takes;
  };
}

function compiled(document: JsonObject, pointer: string): Takes {
  const id = "https://referee.invalid/document";
  const path = pointer.split("/").map(encodeURIComponent).join("/").replace("%23", "#");
  const judges = engines.map((ajv) => {
    let made: ValidateFunction | undefined;
    return (value: unknown) => {
      // Each engine knows one document at a time: those of hundreds of pairs would stay.
      made ??= ajv
        .removeSchema(id)
        .addSchema(document, id)
        .compile({ $ref: `${id}${path}` });
      return made(value) === true;
    };
  });
  return (value) => {
    for (const takes of judges) {
      try {
        return takes(value);
      } catch {
        // The other one may know.
      }
    }
    return undefined;
  };
}

/** In the decimals that people write, not in binary fractions. */
function isMultiple(value: number, step: number): boolean {
  const digits = (one: number) => /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(one)) ?? [];
  const places = (one: number) => Math.max(0, (digits(one)[2] ?? "").length - Number(digits(one)[3] ?? 0));
  const most = Math.max(places(value), places(step));
  const whole = (one: number) => {
    const [, before = "0", after = "", power = "0"] = digits(one);
    return BigInt(before + after) * 10n ** BigInt(most - after.length + Number(power));
  };
  return whole(value) % whole(step) === 0n;
}

/** Numbers that are the same for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
}

/** A value that one side gives and the other refuses: at random first, then close to what the giving side takes. */
function search(pair: Pair, gives: Takes, takes: Takes, tries: number): { value: Json } | undefined {
  const roll = dice(7);
  const atoms = atomsOf(pair);
  const fields = names(pair);
  const any = (depth: number): Json => {
    const kind = depth > 0 ? roll(5) : 0;
    if (kind < 2) {
      return atoms[roll(atoms.length)] ?? null;
    }
    if (kind === 2) {
      return Array.from({ length: roll(4) }, () => any(depth - 1));
    }
    return Object.fromEntries(fields.flatMap((name) => (roll(fields.length + 1) > 0 ? [[name, any(depth - 1)]] : [])));
  };
  const near = (value: Json): Json => {
    const keys = Object.keys(Object(value));
    const key = keys[roll(Math.max(keys.length, 1))];
    if (typeof value !== "object" || value === null || key === undefined || roll(4) === 0) {
      return any(2);
    }
    if (Array.isArray(value)) {
      return roll(3) === 0
        ? [...value, value[0] ?? null]
        : value.map((item, at) => (String(at) === key ? near(item) : item));
    }
    const { [key]: held, ...rest } = value;
    return roll(3) === 0 ? rest : { ...value, [key]: near(held ?? null) };
  };
  const given: Json[] = [];
  for (let at = 0; at < tries; at += 1) {
    const start = given[roll(Math.max(given.length, 1))];
    const value = atoms[at] ?? (start !== undefined && at > tries / 2 ? near(start) : any(3));
    if (gives(value) !== true) {
      continue;
    }
    if (takes(value) === false) {
      return { value };
    }
    given.push(value);
  }
  return undefined;
}

function names(pair: Pair): readonly string[] {
  return JSON.stringify(pair).includes('"constructor"') ? ["a", "constructor"] : ["a", "b"];
}

const plain: readonly Json[] = [
  ...["", "a", "b", "ab", "abc", "abcd", "x", "yy", "a1", "1", "\u{1f600}", "aa\u{1f600}", "A", "2024-02-29"],
  ...["2025-02-29", "192.0.2.1", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "2026-01-31T12:00:00Z", "a@example.com"],
  ...[0, 1, 2, 3, 4, 6, 100, 101, -1, -2, 0.5, 1.5, 0.1, 0.3, 0.25, 19.99, 0.001, 5, 2.5],
  ...[null, true, false, [], {}, "a".repeat(399), "a".repeat(400), "a".repeat(401)],
];

/** Values without parts that are likely to matter: those of every pair, and what stands in the schemas. */
function atomsOf(pair: Pair): Json[] {
  const found = new Map<string, Json>(plain.map((value) => [JSON.stringify(value), value]));
  const add = (value: Json): void => {
    if (Array.isArray(value) || isObject(value)) {
      for (const inner of Object.values(value)) {
        add(inner);
      }
    }
    for (const one of typeof value === "number" ? [value, value + 1, value - 1] : [value]) {
      if (JSON.stringify(one).length < 30) {
        found.set(JSON.stringify(one), one);
      }
    }
  };
  add([pair.ours, pair.theirs, pair.node.ours, pair.node.theirs]);
  return [...found.values()];
}
