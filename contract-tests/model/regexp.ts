import { type AST, RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";

/**
 * A schema's `pattern` as the engine reads it: by code points where the pattern allows that, and else as ECMA-262 reads
 * it without `u`, which takes needless escapes such as `\-`. Undefined for what is no regular expression at all.
 */
export function patternOf(pattern: string): RegExp | undefined {
  return compiled(pattern, "u") ?? compiled(pattern, "");
}

/**
 * A pattern that means the same with `u` as the given one does without it, for those who know only one of the two. One
 * that cannot be said so, or is no regular expression, comes back as it is.
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
