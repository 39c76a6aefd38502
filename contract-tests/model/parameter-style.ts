import { child, type Node, objectAt } from "./node.js";

/** How the values of a parameter are written: OpenAPI's styles, or JSON. */
export interface ParameterStyle {
  /** As reports name it, such as `form, exploded`. */
  readonly name: string;
  readonly json: boolean;
  /** Whether each field has the key `name[field]`. */
  readonly deep: boolean;
  /** Whether each item or field has a key of its own in a query. */
  readonly apart: boolean;
  readonly prefix: string;
  readonly separator: string;
  /** The separators before the fields of an object, and between them, if they are not the same as for a list. */
  readonly fields: { readonly prefix: string; readonly separator: string };
  /** Between a field's name and its value. */
  readonly pair: string;
}

/** The style of a parameter, with OpenAPI's defaults for its place. */
export function parameterStyle(parameter: Node): ParameterStyle {
  const value = objectAt(parameter);
  const name = String(value.name);
  const inQuery = value.in === "query" || value.in === "cookie";
  const { style = inQuery ? "form" : "simple", explode = style === "form" } = value;
  const exploded = explode === true;
  const base = {
    name: `${style}, ${exploded ? "exploded" : "not exploded"}`,
    json: isJsonContent(parameter),
    deep: style === "deepObject",
    apart: false,
    pair: exploded ? "=" : ",",
  };
  const joined = (separator: string, prefix = "") => ({ ...base, prefix, separator, fields: { prefix, separator } });
  switch (style) {
    case "label":
      return joined(exploded ? "." : ",", ".");
    case "matrix":
      return exploded
        ? { ...joined(`;${name}=`, `;${name}=`), fields: { prefix: ";", separator: ";" } }
        : joined(",", `;${name}=`);
    case "spaceDelimited":
      return { ...joined(" "), apart: exploded };
    case "pipeDelimited":
      return { ...joined("|"), apart: exploded };
    default:
      return { ...joined(","), apart: inQuery && style === "form" && exploded };
  }
}

function isJsonContent(parameter: Node): boolean {
  const [mediaType] = Object.keys(objectAt(child(parameter, "content")));
  return mediaType !== undefined && /\bjson\b/i.test(mediaType);
}
