import type { Json, JsonObject } from "../model/json.js";
import { patternOf } from "../model/regexp.js";
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
      .slice(0, 1)
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
  const expression = patternOf(pattern);
  const both = known?.filter((text) => expression?.test(text)) ?? [];
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
    ...(least === undefined ? [own(-7 * unit, "negative")] : [own(least, `the least (${least})`)]),
    ...(most === undefined ? [own(1_000_000 * unit + (least ?? 0), "large")] : [own(most, `the most (${most})`)]),
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
  const multiple = numeric(keywords, "multipleOf");
  const step = multiple ?? (type === "integer" ? 1 : 0.001);
  const above = numeric(keywords, "exclusiveMinimum");
  const below = numeric(keywords, "exclusiveMaximum");
  const from = numeric(keywords, "minimum") ?? (above === undefined ? undefined : above + step);
  const to = numeric(keywords, "maximum") ?? (below === undefined ? undefined : below - step);
  const onGrid = (value: number | undefined, round: (n: number) => number) =>
    value === undefined || multiple === undefined ? value : round(value / multiple) * multiple;
  return { least: onGrid(from, Math.ceil), most: onGrid(to, Math.floor), step };
}
