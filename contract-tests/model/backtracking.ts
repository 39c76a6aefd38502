import { type AST, RegExpParser } from "@eslint-community/regexpp";

/** How a part of a pattern behaves on a text of some length. */
interface Cost {
  /** How many ways there are to match it from one place: an engine that backtracks goes them all. */
  readonly ways: number;
  /** How many steps these take. */
  readonly work: number;
  /** How many characters it takes at the least. */
  readonly least: number;
}

/**
 * How many steps an engine that backtracks takes at the most with a pattern, by the length of the text. It is an upper
 * bound, and often far from reached: what a text excludes is not looked at.
 */
export function backtracking(pattern: string, unicode: boolean): (length: number) => number {
  const tree = parsed(pattern, unicode);
  const known = new Map<number, number>();
  return (length) => {
    // Rounded up to a power of two, so that few lengths have to be reckoned.
    const rounded = 2 ** Math.ceil(Math.log2(length + 2));
    const work = known.get(rounded) ?? (tree ? workOf(tree, rounded) : Infinity);
    known.set(rounded, work);
    return work;
  };
}

function parsed(pattern: string, unicode: boolean): AST.Pattern | undefined {
  try {
    return new RegExpParser({ ecmaVersion: 2022 }).parsePattern(pattern, 0, pattern.length, { unicode });
  } catch {
    return undefined;
  }
}

function workOf({ alternatives }: AST.Pattern, length: number): number {
  const { work } = choiceOf(alternatives, length);
  const isAnchored = alternatives.every(
    ({ elements: [first] }) => first?.type === "Assertion" && first.kind === "start",
  );
  return isAnchored ? work : work * length;
}

function choiceOf(alternatives: readonly AST.Alternative[], length: number): Cost {
  const costs = alternatives.map(({ elements }) => sequenceOf(elements, length));
  return {
    ways: sum(costs.map(({ ways }) => ways)),
    work: sum(costs.map(({ work }) => work)) + costs.length,
    least: Math.min(...costs.map(({ least }) => least)),
  };
}

/** Each part is tried for every way in which those before it match. */
function sequenceOf(elements: readonly AST.Element[], length: number): Cost {
  let [ways, work, least] = [1, 1, 0];
  for (const element of elements) {
    const cost = costOf(element, length);
    work += ways * cost.work;
    ways *= cost.ways;
    least += cost.least;
  }
  return { ways, work, least };
}

function costOf(element: AST.Element, length: number): Cost {
  switch (element.type) {
    case "Group":
    case "CapturingGroup":
      return choiceOf(element.alternatives, length);
    case "Quantifier":
      return repetitionOf(element, length);
    case "Assertion":
      // The match of a look-around is not gone back into.
      return "alternatives" in element
        ? { ways: 1, work: choiceOf(element.alternatives, length).work, least: 0 }
        : { ways: 1, work: 1, least: 0 };
    case "Backreference":
      return { ways: 1, work: length, least: 0 };
    default:
      return { ways: 1, work: 1, least: 1 };
  }
}

function repetitionOf({ element, min, max }: AST.Quantifier, length: number): Cost {
  const { ways, work, least } = costOf(element, length);
  const most = Math.min(max, Math.floor(length / Math.max(least, 1)));
  const counts = Math.max(most - min + 1, 1);
  const times = Math.min(min, length) + counts;
  const all = ways === 1 ? counts : counts * ways ** Math.max(most, 1);
  return { ways: all, work: ways === 1 ? times * work : all * work * times, least: least * min };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
