import type { CharSet, NFA } from "refa";
import { looseAutomaton } from "../model/automaton.js";
import { matches } from "../model/regexp.js";
import { automatonFor, type Language } from "./language.js";

/** How many steps through automata are taken for one text of a length. */
const mostSteps = 2_000_000;
/** A set of more characters has no ends that mean something. */
const countable = 200;
/** How often a text goes round a loop without an end. */
const rounds = 4;

/**
 * Texts that together touch each edge of a language: every way through its automaton, both ends of each range of
 * characters, and endless repetitions several times. Each is checked against the language itself if no automaton has
 * it, so that a look-around in the middle can only cost texts.
 */
export function edgeTexts(language: Language, count: number): string[] {
  const exact = automatonFor(language);
  if (exact) {
    return passing(exact, count);
  }
  const holds = (text: string) =>
    language.all.every((one) => matches(one, text)) && language.none.every((one) => matches(one, text) === false);
  const loose = language.all.flatMap((one) => looseAutomaton(one) ?? []).flatMap((one) => passing(one, count));
  return [...new Set([...loose, ...mixtures])].filter(holds).slice(0, count);
}

/** Texts of every kind of character, for patterns that look ahead or behind: an automaton does not know these. */
const mixtures = [2, 4, 8, 12, 16, 24].map((length) => "aA1!".repeat(length).slice(0, length));

/** A character that leads from one state of an automaton to another. */
interface Passage {
  readonly from: NFA.Node;
  readonly to: NFA.Node;
  readonly set: CharSet;
}

/** Texts that together take each passage of an automaton, by each of its {@link ends}; a short and plain one first. */
function passing(automaton: NFA, count: number): string[] {
  const ahead = ways([automaton.initial], passagesFrom);
  const behind = waysToEnd(automaton, [...ahead.keys()]);
  const plain = behind.get(automaton.initial);
  const found = new Set(plain ? [plain.map(({ set }) => character(set, 0)).join("")] : []);
  const left = new Map<NFA.Node, Map<NFA.Node, string[]>>();
  const leftOf = ({ from, to, set }: Passage): string[] => {
    const of = left.get(from) ?? new Map<NFA.Node, string[]>();
    left.set(from, of);
    const rest = of.get(to) ?? ends(set);
    of.set(to, rest);
    return rest;
  };
  const add = (way: readonly Passage[]) =>
    found.add(way.map((passage) => leftOf(passage).shift() ?? character(passage.set, 0)).join(""));
  for (const [from, before] of ahead) {
    for (const passage of passagesFrom(from)) {
      const after = behind.get(passage.to);
      while (after && leftOf(passage).length > 0 && found.size < count) {
        add([...before, passage, ...after]);
      }
      const round = roundOf(before, passage);
      if (after && round.length > 0 && found.size < count) {
        add([...before, passage, ...Array.from({ length: rounds }, () => round).flat(), ...after]);
      }
    }
  }
  return [...found];
}

function passagesFrom(from: NFA.Node): Passage[] {
  return [...from.out].map(([to, set]) => ({ from, to, set }));
}

/** The shortest way from each of some states to a possible end of a text. */
function waysToEnd({ finals }: NFA, nodes: readonly NFA.Node[]): Map<NFA.Node, readonly Passage[]> {
  const into = new Map<NFA.Node, Passage[]>();
  for (const { from, to, set } of nodes.flatMap(passagesFrom)) {
    into.set(to, [...(into.get(to) ?? []), { from: to, to: from, set }]);
  }
  const back = ways([...finals], (node) => into.get(node) ?? []);
  return new Map(
    [...back].map(([node, way]) => [
      node,
      [...way].reverse().map(({ from, to, set }) => ({ from: to, to: from, set })),
    ]),
  );
}

/** The way from the end of a passage back to it; undefined if there is none. */
function roundOf(before: readonly Passage[], passage: Passage): readonly Passage[] {
  if (passage.to === passage.from) {
    return [passage];
  }
  const turn = before.findIndex(({ from }) => from === passage.to);
  return turn < 0 ? [] : [...before.slice(turn), passage];
}

/** The shortest way from some states to each that can be reached. */
function ways(
  starts: readonly NFA.Node[],
  next: (node: NFA.Node) => readonly Passage[],
): Map<NFA.Node, readonly Passage[]> {
  const found = new Map<NFA.Node, readonly Passage[]>(starts.map((node) => [node, []]));
  for (const [node, way] of found) {
    for (const passage of next(node)) {
      if (!found.has(passage.to)) {
        found.set(passage.to, [...way, passage]);
      }
    }
  }
  return found;
}

/** The characters at both ends of each range of a set; of a large one some of every kind. */
function ends(set: CharSet): string[] {
  const all =
    set.size > countable
      ? [..."a9-~é "].filter((one) => set.has(one.codePointAt(0) ?? 0))
      : set.ranges.flatMap(({ min, max }) => [String.fromCodePoint(min), String.fromCodePoint(max)]);
  return all.length > 0 ? [...new Set(all)] : [character(set, 0)];
}

/** A text of exactly this many characters; undefined if there is none, or it takes too long to find. */
export function textOfLength(language: Language, length: number): string | undefined {
  if (language.all.length + language.none.length === 0) {
    return "a".repeat(length);
  }
  const automaton = automatonFor(language);
  const levels = automaton && levelsOf(automaton, length);
  const end = automaton && [...(levels?.at(-1)?.keys() ?? [])].find((node) => automaton.finals.has(node));
  if (!levels || !end) {
    return length === 0 && automaton?.finals.has(automaton.initial) ? "" : undefined;
  }
  let here: NFA.Node | undefined = end;
  const characters = levels.toReversed().map((level) => {
    const passage = here && level.get(here);
    here = passage?.from;
    return passage ? character(passage.set, 0) : "";
  });
  return characters.reverse().join("");
}

/** The states that are reached after each number of characters, with how; undefined beyond {@link mostSteps}. */
function levelsOf(automaton: NFA, length: number): Map<NFA.Node, Passage>[] | undefined {
  const levels: Map<NFA.Node, Passage>[] = [];
  let here: readonly NFA.Node[] = [automaton.initial];
  for (let steps = 0; levels.length < length && steps <= mostSteps; ) {
    const passages = here.flatMap(passagesFrom);
    const level = new Map(passages.reverse().map((passage) => [passage.to, passage]));
    steps += passages.length;
    levels.push(level);
    here = [...level.keys()];
  }
  return levels.length < length ? undefined : levels;
}

/** Up to `count` matching strings, shortest first; empty if there are none or the automaton is too large. */
export function words(language: Language, count: number): string[] {
  const all = automatonFor(language);
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
