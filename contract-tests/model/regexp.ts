import { createContext, Script } from "node:vm";
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
 * all. It ends in bounded time on any text: JavaScript's own engine decides if it has few ways to go, an automaton if
 * they are many, and for patterns beyond automata the engine again, with a time limit.
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
  return expression !== undefined && backtracking(pattern, expression.unicode)(longText) <= mostWork;
}

const longText = 10_000;

/** Steps that JavaScript's own engine is left to take: some milliseconds. */
const mostWork = 100_000;

function bounded(pattern: string, expression: RegExp): Pattern {
  const workOn = backtracking(pattern, expression.unicode);
  const automaton = lazy(() => (expression.unicode ? automatonOf(pattern) : undefined));
  return {
    unicode: expression.unicode,
    test(text) {
      if (workOn(text.length) <= mostWork) {
        return expression.test(text);
      }
      const states = automaton();
      return (states && takesText(states, text)) ?? testInTime(expression, text);
    },
  };
}

/** How long one text may take, and how often that limit may strike before no such pattern is tried any more. */
const timeLimit = { milliseconds: 500, strikes: 20 };

/** The length of the shortest text on which a pattern took too long: longer ones are not tried. */
const struck = new Map<RegExp, number>();
let strikes = 0;

const sandbox = lazy(() => createContext(Object.create(null)));
const script = lazy(() => new Script("expression.test(text)"));

function testInTime(expression: RegExp, text: string): boolean {
  const { milliseconds } = timeLimit;
  if (strikes < timeLimit.strikes && text.length < (struck.get(expression) ?? Infinity)) {
    try {
      Object.assign(sandbox(), { expression, text });
      return script().runInContext(sandbox(), { timeout: milliseconds }) === true;
    } catch {
      strikes += 1;
      struck.set(expression, text.length);
    }
  }
  const { source } = expression;
  const shown = JSON.stringify(source.length > 80 ? `${source.slice(0, 80)}…` : source);
  throw new Undecided(
    `the pattern ${shown} is not decided on a text of ${text.length} characters within ${milliseconds} ms`,
  );
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
