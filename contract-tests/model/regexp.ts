/**
 * A schema's `pattern` as the engine reads it: by code points where the pattern allows that, and else as ECMA-262 reads
 * it without `u`, which takes needless escapes such as `\-`. Undefined for what is no regular expression at all.
 */
export function patternOf(pattern: string): RegExp | undefined {
  for (const mode of ["u", ""]) {
    try {
      return new RegExp(pattern, mode);
    } catch {
      // The next mode may read it.
    }
  }
  return undefined;
}
