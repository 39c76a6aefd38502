import { canonical, type JsonObject } from "../../contract-tests/model/json.js";
import { type Node, objectAt } from "../../contract-tests/model/node.js";
import { type View, view } from "../../contract-tests/schema/view.js";
import { sameKeyword } from "./same.js";

/** Keywords that the generator of values does not look at: what they ask for it can only meet by chance. */
export const never = [
  "not",
  "if",
  "then",
  "else",
  "patternProperties",
  "propertyNames",
  "dependentRequired",
  "dependentSchemas",
  "dependencies",
  "contains",
  "minContains",
  "maxContains",
  "prefixItems",
  "unevaluatedProperties",
  "unevaluatedItems",
  "minProperties",
  "maxProperties",
  "$dynamicRef",
];

/** The keywords by which the refusing side may ask for more than the giving side does, its branches included. */
export function asks(giving: Node, refusing: Node): { keyword: string }[] {
  const [gives, refuses] = [view(giving), view(refusing)];
  const own = Object.keys(refuses.keywords).filter(
    (keyword) => !agree(keyword, gives, refuses) && !implied(keyword, gives.keywords, refuses.keywords),
  );
  const branches = ["anyOf", "oneOf"].some((keyword) => !agree(keyword, gives, refuses)) ? refuses.branches : [];
  const inBranches = branches
    .flatMap((branch) => Object.keys(view(branch).keywords))
    .filter((keyword) => never.includes(keyword) || keyword === "pattern");
  return [...own, ...inBranches].map((keyword) => ({ keyword }));
}

/** Whether two schemas say the same by a keyword, be it in themselves or in their `allOf` parts. */
function agree(keyword: string, a: View, b: View): boolean {
  if ([a, b].every(({ node }) => keyword in objectAt(node))) return sameKeyword(keyword, a.node, b.node);
  return canonical(a.keywords[keyword]) === canonical(b.keywords[keyword]);
}

const atLeast = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];
const atMost = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];

/** Whether the giving side's bound keeps within the refusing side's. */
function implied(keyword: string, gives: JsonObject, refuses: JsonObject): boolean {
  const [given, asked] = [gives[keyword], refuses[keyword]];
  if (asked === 0 && /^min(Length|Items|Properties)$/.test(keyword)) return true;
  if (typeof given !== "number" || typeof asked !== "number") return false;
  if (atLeast.includes(keyword)) return given >= asked;
  if (atMost.includes(keyword)) return given <= asked;
  return keyword === "multipleOf" && Number.isInteger(given / asked);
}
