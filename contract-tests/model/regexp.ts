import { type AST, RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";
import { automatonOf, takesText } from "./automaton.js";
import { backtracking } from "./backtracking.js";
import { Undecided } from "./errors.js";
import { keptByText, lazy } from "./lazy.js";

/** A schema's `pattern`, which says in bounded time whether it matches a text. */
interface Pattern {
  readonly unicode: boolean;
  /** Throws {@link Undecided} if a limit strikes. */
  readonly test: (text: string) => boolean;
}

/**
 * A schema's `pattern` as the engine reads it: by code points if the pattern allows that, and else as ECMA-262 reads it
 * without `u`, which accepts needless escapes such as `\-`. Undefined for a text that is not a regular expression at
 * all. It ends in bounded time on any text: JavaScript's own engine decides if it has few ways to go, and an automaton
 * if they are many. Patterns beyond automata, such as some that look around, may then not be decided.
 */
export const patternOf = keptByText((pattern): Pattern | undefined => {
  const expression = compiled(pattern, "u") ?? compiled(pattern, "");
  return expression && bounded(pattern, expression);
});

/** Whether a pattern matches a text; undefined if it is not a regular expression, or a limit strikes. */
export function matches(pattern: string, text: string): boolean | undefined {
  try {
    return patternOf(pattern)?.test(text);
  } catch (error) {
    if (error instanceof Undecided) {
      return undefined;
    }
    throw error;
  }
}

/** Whether JavaScript's own engine ends soon with a pattern, even on a text as long as a body may be. */
export function endsSoon(pattern: string): boolean {
  const expression = compiled(pattern, "u") ?? compiled(pattern, "");
  return expression !== undefined && backtracking(pattern, expression.unicode)(longText) <= mostWork.quick;
}

const longText = 10_000;

/** Steps that JavaScript's own engine is left to take: some milliseconds; if no automaton can decide, a second. */
const mostWork = { quick: 100_000, slow: 20_000_000 } as const;

function bounded(pattern: string, expression: RegExp): Pattern {
  const workOn = backtracking(pattern, expression.unicode);
  const automaton = lazy(() => (expression.unicode ? automatonOf(pattern) : undefined));
  return {
    unicode: expression.unicode,
    test(text) {
      const work = workOn(text.length);
      const states = work > mostWork.quick ? automaton() : undefined;
      const taken = states && takesText(states, text);
      if (taken === undefined && work > mostWork.slow) {
        const shown = JSON.stringify(pattern.length > 80 ? `${pattern.slice(0, 80)}…` : pattern);
        throw new Undecided(`the pattern ${shown} could take too long on a text of ${text.length} characters`);
      }
      return taken ?? expression.test(text);
    },
  };
}

/**
 * Rewrites a pattern for engines that only support the `u` flag. One that cannot be rewritten, or is not a regular
 * expression, comes back as it is.
 */
export function unicodePattern(pattern: string): string {
  if (compiled(pattern, "u") || !compiled(pattern, "")) {
    return pattern;
  }
  const characters: AST.Character[] = [];
  visitRegExpAST(new RegExpParser({ ecmaVersion: 2022 }).parsePattern(pattern, 0, pattern.length, { unicode: false }), {
    onCharacterEnter: (character) => characters.push(character),
  });
  let rest = pattern;
  for (const { start, end, value } of characters.sort((a, b) => b.start - a.start)) {
    if (/^\w$/.test(rest.slice(start, end))) {
      continue;
    }
    rest = `${rest.slice(0, start)}\\u${value.toString(16).padStart(4, "0")}${rest.slice(end)}`;
  }
  return compiled(rest, "u") ? rest : pattern;
}

function compiled(pattern: string, mode: string): RegExp | undefined {
  try {
    return new RegExp(pattern, mode);
  } catch {
    return undefined;
  }
}
