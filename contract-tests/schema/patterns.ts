import { type AST, RegExpParser } from "@eslint-community/regexpp";
import { patternOf } from "../model/regexp.js";

/** The parse tree of a JSON Schema pattern, or undefined where it is no regular expression. */
export function parsePattern(pattern: string): AST.Pattern | undefined {
  const unicode = patternOf(pattern)?.unicode;
  if (unicode === undefined) return undefined;
  try {
    return new RegExpParser({ ecmaVersion: 2022 }).parsePattern(pattern, 0, pattern.length, { unicode });
  } catch {
    return undefined;
  }
}

/**
 * Texts that match a pattern, together touching each of its edges: every alternative, every repetition at its least
 * and its most, and both ends of every class of characters. What the tree promises is checked with the expression
 * itself, so that look-arounds and back references can only cost samples, never make wrong ones.
 */
export function matching(pattern: string): string[] {
  const tree = parsePattern(pattern);
  const expression = patternOf(pattern);
  if (!tree || !expression) return [];
  const found = texts(tree.alternatives);
  // Without anchors a pattern allows anything around it.
  const around = found.flatMap((text) => [text, `x${text}`, `${text}x`]);
  return [...new Set(around)].filter((text) => expression.test(text));
}

/** Texts that a pattern refuses, each a small step away from one it takes. */
export function refused(pattern: string, samples: readonly string[]): string[] {
  const expression = patternOf(pattern);
  if (!expression) return [];
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
  return [...new Set(steps)].filter((text) => !expression.test(text)).slice(0, 3);
}

function texts(alternatives: readonly AST.Alternative[]): string[] {
  return alternatives.flatMap((alternative) => inTurn(alternative.elements.map(ofElement)));
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
  const most = max === Number.POSITIVE_INFINITY ? min + 3 : max;
  const once = Math.max(min, 1);
  // Each choice of what is repeated, then the least and the most of it.
  const others = first.repeat(once - 1);
  const each = most === 0 ? [""] : choices.flatMap((choice) => [choice + others, others + choice]);
  return [...new Set([...each, first.repeat(min), first.repeat(most)])];
}

function ofClassElement(
  element: AST.ClassRangesCharacterClassElement | AST.UnicodeSetsCharacterClassElement,
): string[] {
  if (element.type === "Character") return [String.fromCodePoint(element.value)];
  if (element.type === "CharacterClassRange") {
    return [String.fromCodePoint(element.min.value), String.fromCodePoint(element.max.value)];
  }
  return element.type === "CharacterSet" ? ofSet(element) : [];
}

function ofSet(set: AST.CharacterSet): string[] {
  const negated = "negate" in set && set.negate;
  if (set.kind === "digit") return negated ? ["a"] : ["0", "9"];
  if (set.kind === "word") return negated ? ["-"] : ["a", "Z", "9", "_"];
  if (set.kind === "space") return negated ? ["a"] : [" ", "\t"];
  if (set.kind === "any") return ["a", "~"];
  const expression = patternOf(set.raw);
  return ["a", "A", "é", "0", "-", " "].filter((text) => expression?.test(text));
}

function outside(element: AST.CharacterClass): string[] {
  const expression = patternOf(element.raw);
  return ["a", "9", "-", "~", "é"].filter((text) => expression?.test(text));
}
