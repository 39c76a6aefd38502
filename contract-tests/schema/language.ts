import { type AST, RegExpParser } from "@eslint-community/regexpp";
import { DFA, isDisjointWith, NFA } from "refa";
import { automatonOf, mostStates } from "../model/automaton.js";
import { keptByText } from "../model/lazy.js";

/**
 * The texts that some patterns, lengths and formats allow together: `all` are regular expressions that have to match,
 * `none` those that must not.
 */
export interface Language {
  readonly all: readonly string[];
  readonly none: readonly string[];
}

/** Up to which length a bound becomes part of an automaton. */
const countable = 300;

/** The texts of some length in code points. Undefined if a bound is too large to count: see {@link countable}. */
export function ofLength(min: number, max: number): Language | undefined {
  if (min <= 0 && max === Number.POSITIVE_INFINITY) {
    return anything;
  }
  if (min > countable || (max > countable && max !== Number.POSITIVE_INFINITY)) {
    return undefined;
  }
  return { all: [`^[^]{${Math.max(min, 0)},${max > countable ? "" : max}}$`], none: [] };
}

/** Texts that include all of some length, and more of them if a bound is too large to count. */
export function aroundLength(min: number, max: number): Language {
  const least = ofLength(min, Number.POSITIVE_INFINITY) ?? ofLength(countable, Number.POSITIVE_INFINITY) ?? anything;
  return ofLength(min, max) ?? least;
}

/** A pattern with its look-aheads at the start taken apart, as automata know none. */
export const languageOf = keptByText((pattern): Language => {
  const tree = parsed(pattern);
  const [only, ...more] = tree?.alternatives ?? [];
  const [start, ...rest] = only?.elements ?? [];
  const end = only && more.length === 0 && isStart(start) ? rest.findIndex((one) => !isLookahead(one)) : 0;
  const body = end < 0 ? [] : rest.slice(end);
  const ahead = rest.slice(0, rest.length - body.length).filter(isLookahead);
  if (ahead.length === 0 || !isStart(start)) {
    return { all: [pattern], none: [] };
  }
  const sources = (negate: boolean) =>
    ahead
      .filter((one) => one.negate === negate)
      .map(({ alternatives }) => `^(?:${alternatives.map(({ raw }) => raw).join("|")})`);
  return { all: [...sources(false), `^${body.map(({ raw }) => raw).join("")}`], none: sources(true) };
});

function parsed(pattern: string): AST.Pattern | undefined {
  for (const unicode of [true, false]) {
    try {
      return new RegExpParser({ ecmaVersion: 2022 }).parsePattern(pattern, 0, pattern.length, { unicode });
    } catch {
      // not with this flag
    }
  }
  return undefined;
}

function isStart(element: AST.Element | undefined): boolean {
  return element?.type === "Assertion" && element.kind === "start";
}

function isLookahead(element: AST.Element | undefined): element is AST.LookaheadAssertion {
  return element?.type === "Assertion" && element.kind === "lookahead";
}

const automaton = keptByText(automatonOf);

const complement = keptByText((pattern) => {
  const one = automaton(pattern);
  return (
    one &&
    attempt(() => {
      const dfa = DFA.fromFA(one, new DFA.LimitedNodeFactory(mostStates));
      dfa.complement();
      return NFA.fromFA(dfa, new NFA.LimitedNodeFactory(mostStates));
    })
  );
});

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined; // a look-around in the middle, a back reference, or more states than are worth it
  }
}

/** The intersection, with each reduced before the next. Undefined if it is too large. */
function together(parts: readonly (NFA | undefined)[]): NFA | undefined {
  const [first, ...rest] = parts;
  return rest.reduce(
    (sum, one) => sum && one && attempt(() => NFA.fromIntersection(sum, one, new NFA.LimitedNodeFactory(mostStates))),
    first,
  );
}

function automataOf({ all, none }: Language): (NFA | undefined)[] {
  return [...all.map(automaton), ...none.map(complement)];
}

/** Whether a language is empty. Undefined if that is not clear. */
export function isEmpty({ all, none }: Language): boolean | undefined {
  return emptiness(JSON.stringify([all, none]));
}

const emptiness = keptByText((text): boolean | undefined => {
  const [all, none]: readonly [Language["all"], Language["none"]] = JSON.parse(text);
  if (all.some((pattern) => none.includes(pattern))) {
    return true;
  }
  const parts = automataOf({ all, none });
  if (parts.length === 0) {
    return false;
  }
  const certain = parts.filter((one) => one !== undefined);
  const empty = areApart(certain);
  if (empty === true) {
    return true;
  }
  // A part that cannot be read can only make the language smaller.
  return certain.length < parts.length ? undefined : empty;
});

/** Whether no text is of all of them. */
function areApart(automata: readonly NFA[]): boolean | undefined {
  const [one, other, ...more] = automata;
  if (!one) {
    return false;
  }
  if (!other) {
    return one.isEmpty;
  }
  return more.length === 0 ? attempt(() => isDisjointWith(one, other)) : together(automata)?.isEmpty;
}

/** Whether each text of a language is one of another. Undefined if that is not clear, such as for an unknown one. */
export function isWithin(language: Language, other: Language | undefined): boolean | undefined {
  if (other === undefined) {
    return undefined;
  }
  const outside = [
    ...other.all.map((pattern) => ({ all: language.all, none: [...language.none, pattern] })),
    ...other.none.map((pattern) => ({ all: [...language.all, pattern], none: language.none })),
  ];
  const empty = outside.map(isEmpty);
  if (empty.every((one) => one === true)) {
    return true;
  }
  return empty.includes(false) ? false : undefined;
}

/** The automaton of a language; undefined if there is none, as for all texts, or if it is too large. */
export function automatonFor(language: Language): NFA | undefined {
  const parts = automataOf(language);
  return parts.length === 0 || parts.some((one) => one === undefined) ? undefined : together(parts);
}

export const anything: Language = { all: [], none: [] };

export function joined(...languages: readonly Language[]): Language {
  return {
    all: [...new Set(languages.flatMap(({ all }) => all))],
    none: [...new Set(languages.flatMap(({ none }) => none))],
  };
}
