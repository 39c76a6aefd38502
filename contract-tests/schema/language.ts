import { type AST, RegExpParser } from "@eslint-community/regexpp";
import { type CharSet, DFA, isDisjointWith, JS, NFA, Transformers, transform } from "refa";

/**
 * The texts that some patterns, lengths and formats allow together: `all` are regular expressions that have to match,
 * `none` those that must not.
 */
export interface Language {
  readonly all: readonly string[];
  readonly none: readonly string[];
}

/** How many states an automaton may have: beyond it nothing is decided. */
const limit = 6_000;
/** Up to which length a bound becomes part of an automaton. */
const countable = 300;

const known = new Map<string, NFA | undefined>();
const negated = new Map<string, NFA | undefined>();
const splits = new Map<string, Language>();

/** The texts of some length in code points. Undefined where a bound is too large to count: see {@link countable}. */
export function ofLength(min: number, max: number): Language | undefined {
  if (min <= 0 && max === Number.POSITIVE_INFINITY) {
    return anything;
  }
  if (min > countable || (max > countable && max !== Number.POSITIVE_INFINITY)) {
    return undefined;
  }
  return { all: [`^[^]{${Math.max(min, 0)},${max > countable ? "" : max}}$`], none: [] };
}

/** Texts that hold all of some length, and more of them where a bound is too large to count. */
export function aroundLength(min: number, max: number): Language {
  const least = ofLength(min, Number.POSITIVE_INFINITY) ?? ofLength(countable, Number.POSITIVE_INFINITY) ?? anything;
  return ofLength(min, max) ?? least;
}

/** A pattern with its look-aheads at the start taken apart, as automata know none. */
export function languageOf(pattern: string): Language {
  const held = splits.get(pattern);
  if (held) {
    return held;
  }
  const language = split(pattern);
  splits.set(pattern, language);
  return language;
}

function split(pattern: string): Language {
  const tree = parsed(pattern);
  const [only, ...more] = tree?.alternatives ?? [];
  const [start, ...rest] = only?.elements ?? [];
  if (!only || more.length > 0 || !isStart(start)) {
    return { all: [pattern], none: [] };
  }
  const all: string[] = [];
  const none: string[] = [];
  let at = 0;
  for (; isLookahead(rest[at]); at += 1) {
    const ahead = rest[at];
    if (!isLookahead(ahead)) {
      break;
    }
    const source = `^(?:${ahead.alternatives.map(({ raw }) => raw).join("|")})`;
    if (ahead.negate) {
      none.push(source);
    } else {
      all.push(source);
    }
  }
  if (at === 0) {
    return { all: [pattern], none: [] };
  }
  const body = rest.slice(at).map(({ raw }) => raw);
  return { all: [...all, `^${body.join("")}`], none };
}

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

function automaton(pattern: string): NFA | undefined {
  if (!known.has(pattern)) {
    known.set(
      pattern,
      attempt(() => build(pattern)),
    );
  }
  return known.get(pattern);
}

function build(pattern: string): NFA {
  const tree = parsed(pattern);
  const source = (tree?.alternatives ?? []).map(({ raw }) => `[^]*(?:${raw})[^]*`).join("|");
  const parser = JS.Parser.fromLiteral({ source, flags: "u" });
  const { expression, maxCharacter } = parser.parse({ assertions: "parse", backreferences: "throw" });
  const applied = transform(Transformers.applyAssertions(), expression);
  const plain = transform(Transformers.patternEdgeAssertions({ remove: true }), applied);
  return NFA.fromRegex(plain, { maxCharacter }, { assertions: "throw" }, new NFA.LimitedNodeFactory(limit));
}

function complement(pattern: string): NFA | undefined {
  if (!negated.has(pattern)) {
    negated.set(
      pattern,
      attempt(() => {
        const one = automaton(pattern);
        if (!one) {
          throw new Error("no automaton");
        }
        const dfa = DFA.fromFA(one, new DFA.LimitedNodeFactory(limit));
        dfa.complement();
        return NFA.fromFA(dfa, new NFA.LimitedNodeFactory(limit));
      }),
    );
  }
  return negated.get(pattern);
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined; // a look-around in the middle, a back reference, or more states than are worth it
  }
}

/** The intersection, with each reduced before the next. Undefined where it cannot be told. */
function together(parts: readonly (NFA | undefined)[]): NFA | undefined {
  const [first, ...rest] = parts;
  return rest.reduce(
    (sum, one) => sum && one && attempt(() => NFA.fromIntersection(sum, one, new NFA.LimitedNodeFactory(limit))),
    first,
  );
}

function automataOf({ all, none }: Language): (NFA | undefined)[] {
  return [...all.map(automaton), ...none.map(complement)];
}

const outcomes = new Map<string, boolean | undefined>();

/** Whether nothing is in a language. Undefined where it cannot be told. */
export function isEmpty(language: Language): boolean | undefined {
  const key = JSON.stringify([language.all, language.none]);
  if (!outcomes.has(key)) {
    outcomes.set(key, emptiness(language));
  }
  return outcomes.get(key);
}

function emptiness(language: Language): boolean | undefined {
  const parts = automataOf(language);
  if (parts.length === 0) {
    return false;
  }
  const certain = parts.filter((one) => one !== undefined);
  const empty = areApart(certain);
  if (empty === true) {
    return true;
  }
  // What cannot be read can only make the language smaller.
  return certain.length < parts.length ? undefined : empty;
}

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

/** Whether each text of a language is one of another. Undefined where it cannot be told, as of one that is unknown. */
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

/** Some texts of a language, the shortest first; none where there is none or nobody can tell. */
export function words(language: Language, count: number): string[] {
  const parts = automataOf(language);
  if (parts.length === 0 || parts.some((one) => one === undefined)) {
    return [];
  }
  const all = together(parts);
  if (!all) {
    return [];
  }
  const sets = shortest(all, Math.min(count, 40));
  const found = sets.map((set) => set.map((one) => character(one, 0)).join(""));
  // Where there are few lengths and choices to go by, other characters make other texts.
  for (const set of found.length < count ? sets : []) {
    found.push(...variants(set, count));
  }
  return [...new Set(found)].slice(0, count);
}

/** The shortest ways through an automaton: each state is passed a few times at the most, so that it ends. */
function shortest(automaton: NFA, count: number): CharSet[][] {
  const found: CharSet[][] = [];
  const passed = new Map<NFA.Node, number>();
  let level: { node: NFA.Node; path: Step | undefined }[] = [{ node: automaton.initial, path: undefined }];
  while (level.length > 0 && found.length < count) {
    const next: typeof level = [];
    for (const { node, path } of level) {
      const times = passed.get(node) ?? 0;
      if (times >= Math.min(count, 4)) {
        continue;
      }
      passed.set(node, times + 1);
      if (automaton.finals.has(node)) {
        found.push(unrolled(path));
      }
      for (const [to, set] of node.out) {
        next.push({ node: to, path: { set, before: path } });
      }
    }
    level = next;
  }
  return found.slice(0, count);
}

interface Step {
  readonly set: CharSet;
  readonly before: Step | undefined;
}

function unrolled(last: Step | undefined): CharSet[] {
  const sets: CharSet[] = [];
  for (let step = last; step; step = step.before) {
    sets.push(step.set);
  }
  return sets.reverse();
}

/** Texts of the same sets of characters, the last characters varied first. */
function variants(sets: readonly CharSet[], count: number): string[] {
  const plain = sets.map((one) => character(one, 0));
  const found: string[] = [];
  for (let at = sets.length - 1; at >= 0 && found.length < count; at -= 1) {
    const set = sets[at];
    if (!set) {
      continue;
    }
    for (let index = 1; index < Math.min(set.size, 12); index += 1) {
      found.push(plain.with(at, character(set, index)).join(""));
    }
  }
  return found;
}

/** One of the characters of a set, the plainest first. */
function character(set: CharSet, index: number): string {
  const plain = [..."aA0bx1 -_.BC23cdeDEFfghi"].filter((one) => set.has(one.codePointAt(0) ?? 0));
  const chosen = plain[index];
  if (chosen !== undefined) {
    return chosen;
  }
  const printable = set.ranges.find(({ max }) => max > 0x20) ?? set.ranges[0];
  const start = Math.max(printable?.min ?? 0x61, Math.min(0x21, printable?.max ?? 0x61));
  return String.fromCodePoint(Math.min(start + index, printable?.max ?? 0x61));
}

export const anything: Language = { all: [], none: [] };

export function joined(...languages: readonly Language[]): Language {
  return {
    all: [...new Set(languages.flatMap(({ all }) => all))],
    none: [...new Set(languages.flatMap(({ none }) => none))],
  };
}
