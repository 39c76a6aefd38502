import type { Json, JsonObject } from "../model/json.js";
import { limits } from "../model/limits.js";
import { matches } from "../model/regexp.js";
import { formats } from "./formats.js";
import { isTooLarge, sizeBound } from "./limits.js";
import { matching, matchingOfLength } from "./patterns.js";
import { own, type Sample, shown } from "./sample.js";
import { numeric } from "./view.js";

/** Texts at the edges of what a schema's keywords allow, the plainest first. */
export function strings(keywords: JsonObject): Sample[] {
  const least = numeric(keywords, "minLength") ?? 0;
  const most = sizeBound(keywords, "maxLength");
  if (isTooLarge("minLength", keywords)) {
    return [];
  }
  const fits = (text: string) => [...text].length >= least && (most === undefined || [...text].length <= most);
  const made = ready(keywords);
  if (made) {
    const edges = ["minLength", "maxLength"].flatMap((rule) => textAtEdge(keywords, rule) ?? []);
    return [...made.filter(fits), ...edges].map((value) => own(value, shown(value)));
  }
  return [
    ...["text", "te", "t"]
      .filter(fits)
      // One will do, unless the schema may exclude it.
      .slice(0, keywords.not === undefined ? 1 : 3)
      .map((value) => own(value, shown(value))),
    own("a".repeat(least), least === 0 ? "empty" : `the shortest (${least})`),
    most === undefined
      ? own(`Zoë ✓ 漢字 ${"long ".repeat(50)}`.padEnd(least, "g"), "long, beyond ASCII")
      : own("é".repeat(most), `the longest (${most}), beyond ASCII`),
    // Where only ASCII can be sent, as in a header, this one is left of the longest.
    ...(most === undefined
      ? []
      : [own(most < 3 ? "z".repeat(most) : `${"z".repeat(most - 2)} z`, `the longest (${most})`)]),
  ];
}

/** Texts that a format or a pattern takes; undefined where neither stands, or nothing is known of the format. */
function ready({ format, pattern }: JsonObject): readonly string[] | undefined {
  const known = typeof format === "string" ? formats[format]?.valid : undefined;
  if (typeof pattern !== "string") {
    return known;
  }
  const both = known?.filter((text) => matches(pattern, text)) ?? [];
  return both.length > 0 ? both : matching(pattern);
}

/**
 * A text whose length is what `minLength` or `maxLength` says, as far as it can be made: of a pattern or a format not
 * every length is. Undefined where there is none, and where it would be too large.
 */
export function textAtEdge(keywords: JsonObject, rule: string): string | undefined {
  const length = sizeBound(keywords, rule);
  if (length === undefined) {
    return undefined;
  }
  if (typeof keywords.pattern === "string") {
    return matchingOfLength(keywords.pattern, length);
  }
  const format = typeof keywords.format === "string" ? formats[keywords.format] : undefined;
  return format ? format.valid.find((text) => [...text].length === length) : "a".repeat(length);
}

/** Numbers at the edges of what a schema's keywords allow. */
export function numbers(type: string, keywords: JsonObject): Sample[] {
  const { least, most } = range(type, keywords);
  const unit = numeric(keywords, "multipleOf") ?? 1;
  const candidates = [
    ...(least === undefined ? [own(exact(-7 * unit), "negative")] : [own(least, `the least (${least})`)]),
    ...(most === undefined
      ? [own(exact(1_000_000 * unit + (least ?? 0)), "large")]
      : [own(most, `the most (${most})`)]),
    own(0, "zero"),
    ...(type === "number" && keywords.multipleOf === undefined ? [own((least ?? 0) + 0.5, "with a fraction")] : []),
  ];
  const within = (value: Json) => typeof value === "number" && value >= (least ?? value) && value <= (most ?? value);
  return candidates.filter(({ value }) => within(value));
}

/** The least and the most that bounds allow, exclusive ones taken in by one step. */
export function range(
  type: string,
  keywords: JsonObject,
): { least: number | undefined; most: number | undefined; step: number } {
  const multiple = numeric(keywords, "multipleOf") ?? (type === "integer" ? 1 : undefined);
  const step = multiple ?? 0.001;
  const above = numeric(keywords, "exclusiveMinimum");
  const below = numeric(keywords, "exclusiveMaximum");
  const from = narrowest(Math.max, numeric(keywords, "minimum"), above === undefined ? above : above + step);
  const to = narrowest(Math.min, numeric(keywords, "maximum"), below === undefined ? below : below - step);
  const onGrid = (value: number | undefined, round: (n: number) => number) =>
    value === undefined || multiple === undefined ? value : exact(round(exact(value / multiple)) * multiple);
  return { least: onGrid(from, Math.ceil), most: onGrid(to, Math.floor), step };
}

function narrowest(pick: (...values: number[]) => number, ...given: (number | undefined)[]): number | undefined {
  const values = given.filter((value) => value !== undefined);
  return values.length > 0 ? pick(...values) : undefined;
}

/** A number without what binary fractions add to it: 3 times 0.1 is 0.3. */
function exact(value: number): number {
  return Number(value.toPrecision(15));
}

const alphabet = "abcdefghijklmnopqrstuvwxyz";

/** As many different texts as are asked for, as far as the keywords have so many. */
export function differentTexts(keywords: JsonObject, count: number): string[] {
  const least = numeric(keywords, "minLength") ?? 0;
  const most = numeric(keywords, "maxLength") ?? Infinity;
  const fits = (text: string) => [...text].length >= least && [...text].length <= most;
  if (least > limits.text) {
    return [];
  }
  const counted = Array.from({ length: count }, (_, index) => {
    // A short text has room for one character that is different, and there are many of those.
    const character = alphabet[index] ?? String.fromCodePoint(0x4e00 + index);
    return character.padEnd(least, "a");
  });
  return (ready(keywords) ?? counted).filter(fits).slice(0, count);
}

/** The same for numbers. */
export function differentNumbers(type: string, keywords: JsonObject, count: number): number[] {
  const { least, most, step } = range(type, keywords);
  const unit = numeric(keywords, "multipleOf") ?? (type === "integer" ? 1 : Math.max(step, 1));
  const first = least ?? (most === undefined ? 0 : most - (count - 1) * unit);
  return Array.from({ length: count }, (_, index) => exact(first + index * unit)).filter(
    (value) => value <= (most ?? value),
  );
}
