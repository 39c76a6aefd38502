import type { Json, JsonObject } from "../../model/json.js";
import { objectAt } from "../../model/node.js";
import type { Operator } from "../mutant.js";
import type { SchemaEdit } from "../request-drafts.js";
import type { RequestSite } from "../request-sites.js";
import { narrowerFormats } from "./narrower-formats.js";
import { narrowerPatterns } from "./narrower-patterns.js";
import { onRequest } from "./request-fields.js";
import { matchingTexts } from "./sizes.js";

function literally(text: string): string {
  return `^${text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&")}$`;
}

/** A further pattern beside whatever a schema has. */
function also(schema: JsonObject, pattern: string): JsonObject {
  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  return { ...schema, allOf: [...parts, { pattern }] };
}

const textual = ({ node, whole }: RequestSite) => whole.types.includes("string") && "type" in objectAt(node);
const isListed = ({ whole: { keywords } }: RequestSite) => keywords.enum !== undefined || keywords.const !== undefined;

function tightenedPattern(site: RequestSite): SchemaEdit[] {
  const { pattern } = objectAt(site.node);
  if (typeof pattern !== "string") {
    return [];
  }
  const texts = matchingTexts(pattern);
  const shown = site.values.find((value) => typeof value === "string");
  return [
    ...narrowerPatterns(pattern).map(({ name, pattern: narrower }) => ({ name, narrower })),
    ...(typeof shown === "string" ? [{ name: "coarse", narrower: literally(shown) }] : []),
  ].map(({ name, narrower }) => ({
    particular: `pattern/${name}`,
    keyword: "pattern",
    what: `the pattern ${pattern} becomes ${narrower}`,
    edit: (schema) => ({ ...schema, pattern: narrower }),
    witnesses: texts,
  }));
}

function tightenedFormat(site: RequestSite): SchemaEdit[] {
  const { format } = objectAt(site.node);
  if (typeof format !== "string") {
    return [];
  }
  return (narrowerFormats[format] ?? []).map(({ name, pattern, refused }) => ({
    particular: `format/${name}`,
    keyword: "format",
    what: `the format ${format} is narrowed: ${name}`,
    edit: (schema) => also(schema, pattern),
    witnesses: refused,
  }));
}

/** Forms for texts that had none: those that somebody who thinks of English words and identifiers would give. */
const usualForms: readonly { name: string; pattern: string; refused: readonly string[] }[] = [
  { name: "ascii", pattern: "^[\\x20-\\x7e]*$", refused: ["Zoë", "é".repeat(3)] },
  { name: "not-blank", pattern: "\\S", refused: [""] },
  { name: "no-spaces", pattern: "^\\S*$", refused: ["two words"] },
];

function addedPattern(site: RequestSite): SchemaEdit[] {
  const { pattern, format } = site.whole.keywords;
  if (!textual(site) || pattern !== undefined || format !== undefined || isListed(site)) {
    return [];
  }
  return usualForms.map(({ name, pattern: form, refused }) => ({
    particular: `pattern/${name}`,
    keyword: "pattern",
    what: `a pattern where there was none: ${form}`,
    edit: (schema) => ({ ...schema, pattern: form }),
    witnesses: refused,
  }));
}

function narrowedEnum(site: RequestSite): SchemaEdit[] {
  const { enum: values } = objectAt(site.node);
  if (Array.isArray(values) && values.length > 1) {
    const each = values.map((value) => ({
      name: `without-${String(value)}`,
      left: values.filter((one) => one !== value),
    }));
    return [...each, { name: "first-only", left: values.slice(0, 1) }].map(({ name, left }) => ({
      particular: `enum/${name}`,
      keyword: "enum",
      what: `only ${left.map(String).join(", ")} taken`,
      edit: (schema) => ({ ...schema, enum: left }),
      witnesses: values,
    }));
  }
  if (objectAt(site.node).type !== "boolean" || isListed(site)) {
    return [];
  }
  return [true, false].map((value) => ({
    particular: `enum/only-${value}`,
    keyword: "type",
    what: `only ${value} is taken`,
    edit: (schema) => ({ ...schema, enum: [value] }),
    witnesses: [!value],
  }));
}

function addedEnum(site: RequestSite): SchemaEdit[] {
  const shown = site.values.filter((value) => typeof value === "string").slice(0, 1);
  if (!textual(site) || isListed(site) || shown.length === 0) {
    return [];
  }
  return [
    {
      particular: "enum/added",
      keyword: "enum",
      what: `only ${JSON.stringify(shown[0])} is taken`,
      edit: (schema) => ({ ...schema, enum: shown }),
      witnesses: [...site.values, "any other"],
    },
  ];
}

/** Patterns, formats and lists of values of what is sent. */
export const requestForms: readonly Operator[] = [
  onRequest("request-pattern-tightened", "breaking", "a pattern of the contract is narrowed", tightenedPattern),
  onRequest("request-format-tightened", "breaking", "a format of the contract is narrowed", tightenedFormat),
  onRequest("request-pattern-added", "breaking", "a pattern is required where the contract sets none", addedPattern),
  onRequest("request-enum-narrowed", "breaking", "a listed value is refused", narrowedEnum),
  onRequest("request-enum-added", "breaking", "values have to be in a list where the contract sets none", addedEnum),
];

const removal = (keyword: string, witnesses: readonly Json[]): SchemaEdit => ({
  particular: keyword,
  keyword,
  what: `no ${keyword}`,
  edit: ({ [keyword]: _removed, ...rest }) => rest,
  witnesses,
});

/** The same, the other way. */
export const requestFormsRelaxed: readonly Operator[] = [
  onRequest(
    "request-pattern-relaxed",
    "compatible",
    "texts are accepted that the contract's pattern refuses",
    ({ node }) => {
      const { pattern } = objectAt(node);
      if (typeof pattern !== "string") {
        return [];
      }
      const witnesses = ["", "~", ...matchingTexts(pattern).flatMap((text) => [`${text}~`, `~${text}`])];
      return [
        removal("pattern", witnesses),
        {
          ...removal("pattern", witnesses),
          particular: "pattern/suffix",
          what: `the pattern ${pattern} takes a ~ at the end, too`,
          edit: (schema) => ({ ...schema, pattern: `(?:${pattern})|(?:${pattern.replace(/\$$/, "")}~$)` }),
        },
      ];
    },
  ),
  onRequest(
    "request-format-relaxed",
    "compatible",
    "texts are accepted that the contract's format refuses",
    ({ node }) => ("format" in objectAt(node) ? [removal("format", ["no such form", "~"])] : []),
  ),
  onRequest("request-enum-widened", "compatible", "a value is accepted that is not listed", ({ node }) => {
    const { enum: values } = objectAt(node);
    if (!Array.isArray(values)) {
      return [];
    }
    const more = typeof values[0] === "number" ? 9999 : "added_value";
    return [
      {
        particular: "",
        keyword: "enum",
        what: `${more} is taken too`,
        edit: (schema) => ({ ...schema, enum: [...values, more] }),
        witnesses: [more],
      },
    ];
  }),
];
