import { RegExpParser } from "@eslint-community/regexpp";
import { JS, NFA, Transformers, transform } from "refa";

/** How many states an automaton may have: a larger one takes longer to make than it is worth. */
export const mostStates = 6_000;

/**
 * The texts that a pattern matches somewhere within them, by code points. Undefined if no automaton has them (a back
 * reference, a look-around in the middle) or it would have too many states.
 */
export function automatonOf(pattern: string): NFA | undefined {
  return read(pattern, "throw");
}

/** The texts that a pattern would match if it did not look around: some of them it may still refuse. */
export function looseAutomaton(pattern: string): NFA | undefined {
  return read(pattern, "ignore");
}

function read(pattern: string, assertions: "throw" | "ignore"): NFA | undefined {
  try {
    const tree = new RegExpParser({ ecmaVersion: 2022 }).parsePattern(pattern, 0, pattern.length, { unicode: true });
    const source = tree.alternatives.map(({ raw }) => `[^]*(?:${raw})[^]*`).join("|");
    const parser = JS.Parser.fromLiteral({ source, flags: "u" });
    const { expression, maxCharacter } = parser.parse({
      assertions: "parse",
      backreferences: assertions === "throw" ? "throw" : "disable",
    });
    const applied = transform(Transformers.applyAssertions(), expression);
    const plain = transform(Transformers.patternEdgeAssertions({ remove: true }), applied);
    return NFA.fromRegex(plain, { maxCharacter }, { assertions }, new NFA.LimitedNodeFactory(mostStates));
  } catch {
    return undefined;
  }
}

/** How many steps one text may take through an automaton: about a second. */
const mostSteps = 10_000_000;

/** Whether an automaton takes a text, in time that grows with the text alone; undefined beyond {@link mostSteps}. */
export function takesText({ initial, finals }: NFA, text: string): boolean | undefined {
  let here = new Set([initial]);
  let steps = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const next = new Set<NFA.Node>();
    for (const node of here) {
      steps += node.out.size;
      for (const [to, characters] of node.out) {
        if (!next.has(to) && characters.has(point)) {
          next.add(to);
        }
      }
    }
    if (steps > mostSteps) {
      return undefined;
    }
    here = next;
  }
  return [...here].some((node) => finals.has(node));
}
