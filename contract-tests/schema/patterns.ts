import { type AST, RegExpParser } from "@eslint-community/regexpp";
import { limits } from "../model/limits.js";
import { matches, patternOf } from "../model/regexp.js";

/** The parse tree of a JSON Schema pattern, or undefined where it is no regular expression. */
function parsePattern(pattern: string): AST.Pattern | undefined {
  const unicode = patternOf(pattern)?.unicode;
  if (unicode === undefined) {
    return undefined;
  }
  try {
    return new RegExpParser({ ecmaVersion: 2022 }).parsePattern(pattern, 0, pattern.length, { unicode });
  } catch {
    return undefined;
  }
}

/**
 * Texts that match a pattern, together touching each of its edges: every alternative, every repetition at its least
 * and its most, and both ends of every class of characters. What the tree suggests is checked with the expression
 * itself, so that look-arounds and back references can only cost samples, never make wrong ones.
 */
export function matching(pattern: string): string[] {
  const tree = parsePattern(pattern);
  if (!tree) {
    return [];
  }
  const found = [...texts(tree.alternatives), ...(/\(\?[=!<]/.test(pattern) ? mixtures : [])];
  // Without anchors a pattern allows anything around it.
  const around = found.slice(0, limits.texts).flatMap((text) => [text, `x${text}`, `${text}x`]);
  return [...new Set(around)].filter((text) => matches(pattern, text)).slice(0, limits.texts);
}

/** Texts of every kind of character, for patterns that look ahead or behind: a tree does not tell what these ask for. */
const mixtures = [2, 4, 8, 12, 16, 24].map((length) => "aA1!".repeat(length).slice(0, length));

/** A text of exactly this many characters that matches a pattern, or undefined where none was found. */
export function matchingOfLength(pattern: string, length: number): string | undefined {
  const tree = parsePattern(pattern);
  if (!tree) {
    return undefined;
  }
  const [shortest = ""] = matching(pattern);
  const candidates = [
    ...tree.alternatives.map((alternative) => ofLength(alternative.elements, length)),
    // Without anchors there is room around a match.
    shortest.padEnd(length, "x"),
    shortest.padStart(length, "x"),
  ];
  return candidates.find((text) => text !== undefined && [...text].length === length && matches(pattern, text));
}

/** Elements one after the other, the first ones that can take more taking all that is over. */
function ofLength(elements: readonly AST.Element[], length: number): string | undefined {
  const ranges = elements.map(lengthsOf);
  let over = length - ranges.reduce((sum, { least }) => sum + least, 0);
  if (over < 0) {
    return undefined;
  }
  const texts = elements.map((element, index) => {
    const { least, most } = ranges[index] ?? { least: 0, most: 0 };
    const more = Math.min(over, most - least);
    over -= more;
    return elementOfLength(element, least + more);
  });
  return texts.some((text) => text === undefined) ? undefined : texts.join("");
}

function elementOfLength(element: AST.Element, length: number): string | undefined {
  switch (element.type) {
    case "Group":
    case "CapturingGroup": {
      const fits = element.alternatives.map(({ elements }) => ofLength(elements, length));
      return fits.find((text) => text !== undefined && [...text].length === length);
    }
    case "Quantifier":
      return repeatedToLength(element, length);
    default:
      return ofElement(element).find((text) => [...text].length === length);
  }
}

/** As many of what is repeated as fit, the last one as long as it takes. */
function repeatedToLength({ element, min, max }: AST.Quantifier, length: number): string | undefined {
  if (length === 0 && min === 0) {
    return "";
  }
  const { least, most } = lengthsOf(element);
  const unit = Math.max(least, 1);
  const count = Math.min(max, Math.max(min, Math.floor(length / unit)));
  if (count < 1 || count * Math.max(most, 1) < length) {
    return undefined;
  }
  const each = elementOfLength(element, unit);
  const last = elementOfLength(element, length - (count - 1) * unit);
  return each === undefined || last === undefined ? undefined : each.repeat(count - 1) + last;
}

interface Lengths {
  readonly least: number;
  readonly most: number;
}

/** How long the texts of an element can be. */
function lengthsOf(element: AST.Element): Lengths {
  switch (element.type) {
    case "Character":
    case "CharacterSet":
    case "CharacterClass":
      return { least: 1, most: 1 };
    case "Group":
    case "CapturingGroup": {
      const ranges = element.alternatives.map(({ elements }) => sumOf(elements.map(lengthsOf)));
      return {
        least: Math.min(...ranges.map(({ least }) => least)),
        most: Math.max(...ranges.map(({ most }) => most)),
      };
    }
    case "Quantifier": {
      const { least, most } = lengthsOf(element.element);
      return { least: least * element.min, most: most === 0 ? 0 : most * element.max };
    }
    default:
      return { least: 0, most: 0 };
  }
}

function sumOf(ranges: readonly Lengths[]): Lengths {
  return ranges.reduce((sum, { least, most }) => ({ least: sum.least + least, most: sum.most + most }), {
    least: 0,
    most: 0,
  });
}

/** Texts that a pattern refuses, each a small step away from one it takes. */
export function refused(pattern: string, samples: readonly string[]): string[] {
  const [first = ""] = samples;
  const steps = [
    first.slice(0, -1),
    `${first}~`,
    `~${first}`,
    `${first}${first}`,
    first.toUpperCase(),
    first.toLowerCase(),
    "~",
    "",
  ];
  // What a pattern excludes may be a single character: in the middle, as some readers trim a text.
  const within = [..." @0aA-._/é"].map((character) => `${first || "x"}${character}${first || "x"}`);
  const all = [...new Set([...steps, ...within])].filter((text) => matches(pattern, text) === false);
  const plain = all.filter((text) => /^[!-~](?:[ -~]*[!-~])?$/.test(text));
  // One of them at least can be written into any part of a request.
  return [...new Set([...all.slice(0, 2), ...plain.slice(0, 1), ...all])].slice(0, 3);
}

function texts(alternatives: readonly AST.Alternative[]): string[] {
  return alternatives.flatMap((alternative) => inTurn(alternative.elements.map(ofElement))).slice(0, limits.texts);
}

/** The first choice of every part, then each other choice of each part with the rest at its first. */
function inTurn(parts: readonly string[][]): string[] {
  const first = parts.map((choices) => choices[0] ?? "");
  const varied = parts.flatMap((choices, index) =>
    choices.slice(1).map((choice) => first.with(index, choice).join("")),
  );
  return [first.join(""), ...varied];
}

function ofElement(element: AST.Element): string[] {
  switch (element.type) {
    case "Character":
      return [String.fromCodePoint(element.value)];
    case "CharacterSet":
      return ofSet(element);
    case "CharacterClass":
      return element.negate ? outside(element) : element.elements.flatMap(ofClassElement);
    case "Group":
    case "CapturingGroup":
      return texts(element.alternatives);
    case "Quantifier":
      return repeated(element);
    default:
      return [""]; // assertions take no room; a back reference is left to the final check
  }
}

function repeated({ element, min, max }: AST.Quantifier): string[] {
  const choices = ofElement(element);
  const [first = ""] = choices;
  if (min > limits.text) {
    return []; // no text that long is sent
  }
  const most = Math.min(max === Number.POSITIVE_INFINITY ? min + 3 : max, limits.text);
  const once = Math.max(min, 1);
  // Each choice of what is repeated, then the least and the most of it.
  const others = first.repeat(once - 1);
  const each = most === 0 ? [""] : choices.flatMap((choice) => [choice + others, others + choice]);
  return [...new Set([...each, first.repeat(min), first.repeat(most)])];
}

function ofClassElement(
  element: AST.ClassRangesCharacterClassElement | AST.UnicodeSetsCharacterClassElement,
): string[] {
  if (element.type === "Character") {
    return [String.fromCodePoint(element.value)];
  }
  if (element.type === "CharacterClassRange") {
    return [String.fromCodePoint(element.min.value), String.fromCodePoint(element.max.value)];
  }
  return element.type === "CharacterSet" ? ofSet(element) : [];
}

function ofSet(set: AST.CharacterSet): string[] {
  const negated = "negate" in set && set.negate;
  if (set.kind === "digit") {
    return negated ? ["a"] : ["0", "9"];
  }
  if (set.kind === "word") {
    return negated ? ["-"] : ["a", "Z", "9", "_"];
  }
  if (set.kind === "space") {
    return negated ? ["a"] : [" ", "\t"];
  }
  if (set.kind === "any") {
    return ["a", "~"];
  }
  return ["a", "A", "é", "0", "-", " "].filter((text) => matches(set.raw, text));
}

function outside(element: AST.CharacterClass): string[] {
  return ["a", "9", "-", "~", "é"].filter((text) => matches(element.raw, text));
}
