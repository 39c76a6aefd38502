import { leastCommonMultiple, multipleNear } from "../model/decimal.js";
import { limits } from "../model/limits.js";
import type { Bound, Facts } from "./facts.js";
import { languageOfFormat } from "./format-languages.js";
import { formats } from "./formats.js";
import { aroundLength, joined } from "./language.js";
import type { Place } from "./place.js";
import { own, type Sample, shown } from "./sample.js";
import { edgeTexts } from "./texts.js";

/** Texts at the edges of a schema, the plainest first. Candidates: the validator has the last word. */
export function textSamples({ facts, holds }: Place): Sample[] {
  const { minLength: least, formats: named, patterns } = facts;
  if (least > Math.min(limits.text, facts.maxLength)) {
    return [];
  }
  const most = facts.maxLength > limits.text ? Number.POSITIVE_INFINITY : facts.maxLength;
  const asked = joined(patterns, ...named.map(languageOfFormat));
  const isOpen = asked.all.length + asked.none.length === 0;
  const listed = named.flatMap((one) => formats[one]?.valid ?? []);
  if (listed.length > 0 || !isOpen) {
    // The listed texts of a format touch its edges better than its automaton does.
    const isListed = listed.length > 0 && patterns.all.length + patterns.none.length === 0;
    const made = isListed ? [] : edgeTexts(joined(asked, aroundLength(least, most)), limits.texts);
    return [...listed, ...made].map((value) => own(value, shown(value)));
  }
  return [
    ...["text", "te", "t"]
      .filter(holds)
      .slice(0, 1)
      .map((value) => own(value, shown(value))),
    own("a".repeat(least), least === 0 ? "empty" : `the shortest (${least})`),
    // A provider that trims a text takes a blank one for none.
    ...(least > 0 ? [own(" ".repeat(least), "blank")] : []),
    ...longest(least, most),
  ];
}

function longest(least: number, most: number): Sample[] {
  if (most === Number.POSITIVE_INFINITY) {
    return [own(`Zoë ✓ 漢字 ${"long ".repeat(50)}`.padEnd(least, "g"), "long, beyond ASCII")];
  }
  return [
    own("é".repeat(most), `the longest (${most}), beyond ASCII`),
    // If only ASCII can be sent, as in a header, this one is left of the longest.
    own(most < 3 ? "z".repeat(most) : `${"z".repeat(most - 2)} z`, `the longest (${most})`),
  ];
}

/** Numbers at the edges of a schema. Candidates, too. */
export function numberSamples(type: string, facts: Facts): Sample[] {
  const { least, most, unit } = rangeOf(facts);
  const candidates = [
    ...(least === undefined ? [own(clean(-7 * unit), "negative")] : [own(least, `the least (${least})`)]),
    ...(most === undefined
      ? [own(clean(1_000_000 * unit + (least ?? 0)), "large")]
      : [own(most, `the most (${most})`)]),
    own(0, "zero"),
    ...(type === "number" && facts.multiples.length === 0 ? [own((least ?? 0) + 0.5, "with a fraction")] : []),
  ];
  const within = (value: number) => value >= (least ?? value) && value <= (most ?? value);
  return candidates.filter(({ value }) => typeof value === "number" && within(value));
}

/** The least and the most that bounds allow, exclusive ones taken in by one step, and the step. */
export function rangeOf(facts: Facts): {
  least: number | undefined;
  most: number | undefined;
  unit: number;
  step: number;
} {
  const whole = facts.types.has("fraction") ? [] : [1];
  const units = [...facts.multiples, ...whole].filter((one) => one > 0);
  const unit = units.length === 0 ? undefined : units.reduce(leastCommonMultiple);
  const room = facts.maximum.value - facts.minimum.value;
  const step = unit ?? (Number.isFinite(room) && room > 0 ? Math.min(0.001, room / 2) : 0.001);
  const taken = ({ value, exclusive }: Bound, side: "atLeast" | "atMost") => {
    if (!Number.isFinite(value)) {
      return undefined;
    }
    const near = unit === undefined ? value : multipleNear(value, unit, side);
    return clean(exclusive && near === value ? near + (side === "atLeast" ? step : -step) : near);
  };
  return { least: taken(facts.minimum, "atLeast"), most: taken(facts.maximum, "atMost"), unit: unit ?? 1, step };
}

/** Without the last digits that binary fractions leave behind. */
function clean(value: number): number {
  return Number(value.toPrecision(15));
}
