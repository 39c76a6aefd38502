import { type AST, RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";

/**
 * Patterns that may take less than another one: whether they do is shown by a witness, not supposed. Each has one of its
 * parts drawn closer by a step: a repetition once less or once more, a range of characters without its first or last, a
 * class without one of its characters, a choice without one of its alternatives.
 */
export function narrowerPatterns(pattern: string): (readonly [name: string, narrower: string])[] {
  const found: ReturnType<typeof narrowerPatterns> = [];
  const counts = new Map<string, number>();
  const put = (node: AST.Node, kind: string, text: string) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    found.push([`${kind}${count}`, pattern.slice(0, node.start) + text + pattern.slice(node.end)]);
  };
  visitRegExpAST(new RegExpParser({ ecmaVersion: 2022 }).parsePattern(pattern, 0, pattern.length, { unicode: true }), {
    onQuantifierEnter: (node) => {
      const { min, max, element } = node;
      const times = (least: number, most: number) => `${element.raw}{${least},${most === Infinity ? "" : most}}`;
      if (max !== min) {
        put(node, "least", times(min + 1, max));
      }
      if (max === Infinity) {
        put(node, "most", times(min, min + 2));
      } else if (max !== min) {
        put(node, "most", times(min, max - 1));
      }
    },
    onCharacterClassEnter: (node) => {
      if (node.negate || node.unicodeSets || node.elements.length < 2) {
        return;
      }
      for (const element of node.elements) {
        const left = node.elements.filter((one) => one !== element).map(({ raw }) => raw);
        put(node, "class", `[${left.join("")}]`);
      }
    },
    onCharacterClassRangeEnter: (node) => {
      const { min, max } = node;
      if (max.value - min.value < 2) {
        return;
      }
      put(node, "first", `${escaped(min.value + 1)}-${max.raw}`);
      put(node, "last", `${min.raw}-${escaped(max.value - 1)}`);
    },
    onCharacterSetEnter: (node) => {
      if (node.kind !== "digit" || node.negate || node.parent.type === "CharacterClass") {
        return;
      }
      put(node, "first", "[1-9]");
      put(node, "last", "[0-8]");
    },
    onGroupEnter: (node) => choices(node, "(?:"),
    onCapturingGroupEnter: (node) => choices(node, "("),
  });
  return found;

  function choices(node: AST.Group | AST.CapturingGroup, opening: string): void {
    if (node.alternatives.length < 2) {
      return;
    }
    for (const one of node.alternatives) {
      const left = node.alternatives.filter((other) => other !== one).map(({ raw }) => raw);
      put(node, "choice", `${opening}${left.join("|")})`);
    }
  }
}

function escaped(code: number): string {
  return `\\x${code.toString(16).padStart(2, "0")}`;
}
