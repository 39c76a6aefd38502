import { type Json, parseJson } from "../model/json.js";
import { counted } from "../model/text.js";

/** How deep an outline goes, and how many fields of an object it names. */
const most = { depth: 4, fields: 20 };

/** The names that an outline may hold, and the texts that it may hold as they are, such as documented error codes. */
interface Shown {
  readonly names: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
}

/** The shape of a text, without its values and without names that the contract does not have. */
export function outlineOf(text: string, shown: Shown): string {
  const json = parseJson(text);
  return json === undefined ? `${text.length} characters, no JSON` : JSON.stringify(outline(json, shown, most.depth));
}

function outline(value: Json, shown: Shown, depth: number): Json {
  if (typeof value === "string") {
    return shown.known.has(value) ? value : shapeOf(value);
  }
  if (value === null || typeof value !== "object") {
    return value === null ? null : typeof value;
  }
  if (depth === 0) {
    return Array.isArray(value) ? "list" : "object";
  }
  if (Array.isArray(value)) {
    const first = value.slice(0, 1).map((item) => outline(item, shown, depth - 1));
    return value.length > 1 ? [...first, `${value.length - 1} more`] : first;
  }
  const all = Object.entries(value);
  const named = all.filter(([name]) => shown.names.has(name)).slice(0, most.fields);
  const fields = named.map(([name, inner]) => [name, outline(inner, shown, depth - 1)]);
  const rest = all.length - named.length;
  return Object.fromEntries(rest > 0 ? [...fields, ["…", `${rest} more`]] : fields);
}

const kindsOfCharacters = { digit: "\\d", blank: "\\s", "control character": "\\p{Cc}" };

/** A string without what it says: how long it is, and where blanks, digits and control characters are. */
function shapeOf(text: string): string {
  const { length } = [...text];
  const places = Object.entries(kindsOfCharacters).flatMap(([kind, one]) => {
    const has = (pattern: string) => new RegExp(pattern, "u").test(text);
    if (!has(one)) {
      return [];
    }
    if (has(`^${one}+$`)) {
      return [`${kind}s alone`];
    }
    const ends = [...(has(`^${one}`) ? ["starts"] : []), ...(has(`${one}$`) ? ["ends"] : [])];
    return [ends.length === 0 ? `has a ${kind} inside` : `${ends.join(" and ")} with a ${kind}`];
  });
  return [`string of ${counted(length, "character")}`, ...places].join(", ");
}
