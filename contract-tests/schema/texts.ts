import type { CharSet, NFA } from "refa";
import { looseAutomaton } from "../model/automaton.js";
import { kept } from "../model/lazy.js";
import { matches } from "../model/regexp.js";
import { automatonFor, type Language } from "./language.js";

/** How many steps through automata are taken for one text of a length. */
const mostSteps = 2_000_000;
/** A set of more characters has no ends that mean something. */
const countable = 200;
/** How often a text goes round a loop without an end. */
const rounds = 4;
/** How many characters are tried in one place of a text. */
const choices = 12;

/**
 * Up to `count` texts that together touch each edge of a language: a short and plain one, every way through its
 * automaton, both ends of each range of characters, and endless repetitions several times. Each is checked against the
 * language itself if no automaton has it, so that a look-around in the middle can only cost texts.
 */
export function edgeTexts(language: Language, count: number): string[] {
  return [...textsAndWays(language, count).keys()].slice(0, count);
}

/** The same, and if there are fewer than `count`, others like them. */
export function words(language: Language, count: number): string[] {
  const found = textsAndWays(language, count);
  const more = found.size < count ? [...found.values()].flatMap((way) => variants(way, count)) : [];
  return [...new Set([...found.keys(), ...more])].filter((text) => holds(language, text)).slice(0, count);
}

/** Texts of a language, each with its way through the automaton. */
function textsAndWays(language: Language, count: number): Map<string, readonly Passage[]> {
  const exact = automatonFor(language);
  const loose = exact ? [] : language.all.flatMap((one) => looseAutomaton(one) ?? []);
  const found = [exact ?? [], loose].flat().flatMap((one) => [...passing(one, count)]);
  return new Map(exact ? found : [...found, ...mixtures].filter(([text]) => holds(language, text)));
}

function holds({ all, none }: Language, text: string): boolean {
  return all.every((one) => matches(one, text)) && none.every((one) => matches(one, text) === false);
}

/** Texts of every kind of character, for patterns that look ahead or behind: an automaton does not know these. */
const mixtures = [2, 4, 8, 12, 16, 24].map((length) => ["aA1!".repeat(length).slice(0, length), []] as const);

/** A character that leads from one state of an automaton to another. */
interface Passage {
  readonly from: NFA.Node;
  readonly to: NFA.Node;
  readonly set: CharSet;
}

/** A way through an automaton: its last passage, and the way before it. */
interface Way {
  readonly passage: Passage;
  readonly before: Way | undefined;
}

/** Texts that together take each passage of an automaton, by each of its {@link ends}; a short and plain one first. */
function passing(automaton: NFA, count: number): Map<string, readonly Passage[]> {
  const ahead = ways([automaton.initial], (node) => passagesFrom(node).map((one) => [one.to, one]));
  const behind = waysToEnd(automaton, [...ahead.keys()].flatMap(passagesFrom));
  const found = new Map<string, readonly Passage[]>();
  const left = kept(({ set }: Passage) => ends(set));
  const add = (way: readonly Passage[], next: (one: Passage) => string | undefined) =>
    found.set(way.map((one) => next(one) ?? character(one.set, 0)).join(""), way);
  if (behind.has(automaton.initial)) {
    add(passagesOf(behind.get(automaton.initial)), () => undefined);
  }
  const through = (before: readonly Passage[], passage: Passage): void => {
    const after = passagesOf(behind.get(passage.to));
    const round = roundOf(before, passage);
    while (left(passage).length > 0 && found.size < count) {
      add([...before, passage, ...after], (one) => left(one).shift());
    }
    if (round.length > 0 && found.size < count) {
      const several = Array.from({ length: rounds }, () => round).flat();
      add([...before, passage, ...several, ...after], (one) => left(one).shift());
    }
  };
  for (const [from, way] of ahead) {
    const before = found.size < count ? passagesOf(way).reverse() : [];
    for (const passage of passagesFrom(from).filter(({ to }) => found.size < count && behind.has(to))) {
      through(before, passage);
    }
  }
  return found;
}

const passagesFrom = kept((from: NFA.Node) => [...from.out].map(([to, set]): Passage => ({ from, to, set })));

/** The shortest way from each state to a possible end of a text. */
function waysToEnd({ finals }: NFA, passages: readonly Passage[]): Map<NFA.Node, Way | undefined> {
  const into = new Map<NFA.Node, Passage[]>();
  for (const passage of passages) {
    into.set(passage.to, [...(into.get(passage.to) ?? []), passage]);
  }
  return ways(finals, (node) => (into.get(node) ?? []).map((one) => [one.from, one]));
}

/** The shortest way from some states to each that can be reached; undefined for those themselves. */
function ways(
  starts: Iterable<NFA.Node>,
  next: (node: NFA.Node) => readonly (readonly [NFA.Node, Passage])[],
): Map<NFA.Node, Way | undefined> {
  const found = new Map<NFA.Node, Way | undefined>([...starts].map((node) => [node, undefined]));
  for (const [node, before] of found) {
    for (const [to, passage] of next(node)) {
      if (!found.has(to)) {
        found.set(to, { passage, before });
      }
    }
  }
  return found;
}

/** The passages of a way, the last one first. */
function passagesOf(way: Way | undefined): Passage[] {
  const passages: Passage[] = [];
  for (let here = way; here; here = here.before) {
    passages.push(here.passage);
  }
  return passages;
}

/** The way from the end of a passage back to it; empty if there is none. */
function roundOf(before: readonly Passage[], passage: Passage): readonly Passage[] {
  if (passage.to === passage.from) {
    return [passage];
  }
  const turn = before.findIndex(({ from }) => from === passage.to);
  return turn < 0 ? [] : [...before.slice(turn), passage];
}

/** Texts of the same way with other characters, the last ones varied first. */
function variants(way: readonly Passage[], count: number): string[] {
  const plain = way.map(({ set }) => character(set, 0));
  const others = way
    .toReversed()
    .flatMap(({ set }, place) =>
      Array.from({ length: Math.min(set.size, choices) - 1 }, (_, index) =>
        plain.with(-place - 1, character(set, index + 1)).join(""),
      ),
    );
  return others.slice(0, count);
}

/** The characters at both ends of each range of a set; of a large one some of every kind. */
function ends(set: CharSet): string[] {
  const all =
    set.size > countable
      ? [..."a9-~é "].filter((one) => set.has(one.codePointAt(0) ?? 0))
      : set.ranges.flatMap(({ min, max }) => [String.fromCodePoint(min), String.fromCodePoint(max)]);
  return all.length > 0 ? [...new Set(all)] : [character(set, 0)];
}

/** One of the characters of a set, the plainest first. */
function character(set: CharSet, index: number): string {
  const plain = [..."aA0bx1 -_.BC23cdeDEFfghi"].filter((one) => set.has(one.codePointAt(0) ?? 0));
  const printable = set.ranges.find(({ max }) => max > 0x20) ?? set.ranges[0];
  const [least, most] = [printable?.min ?? 0x61, printable?.max ?? 0x61];
  return plain[index] ?? String.fromCodePoint(Math.min(Math.max(least, Math.min(0x21, most)) + index, most));
}

/** A text of exactly this many characters; undefined if there is none, or it takes too long to find. */
export function textOfLength(language: Language, length: number): string | undefined {
  if (language.all.length + language.none.length === 0) {
    return "a".repeat(length);
  }
  const automaton = automatonFor(language);
  const levels = automaton && levelsOf(automaton, length);
  let here = levels && [...(levels.at(-1)?.keys() ?? [])].find((node) => automaton.finals.has(node));
  if (!levels || !here) {
    return undefined;
  }
  let text = "";
  for (const level of levels.slice(1).reverse()) {
    const passage: Passage | undefined = level.get(here);
    text = (passage ? character(passage.set, 0) : "") + text;
    here = passage?.from ?? here;
  }
  return text;
}

/** The states after each number of characters, with the last passage there; undefined beyond {@link mostSteps}. */
function levelsOf(automaton: NFA, length: number): Map<NFA.Node, Passage | undefined>[] | undefined {
  const levels = [new Map<NFA.Node, Passage | undefined>([[automaton.initial, undefined]])];
  for (let steps = 0; levels.length <= length && steps <= mostSteps; ) {
    const passages = [...(levels.at(-1)?.keys() ?? [])].flatMap(passagesFrom);
    levels.push(new Map(passages.reverse().map((passage) => [passage.to, passage])));
    steps += passages.length;
  }
  return levels.length <= length ? undefined : levels;
}
