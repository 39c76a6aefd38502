import type { Json } from "../../model/json.js";
import { objectAt } from "../../model/node.js";
import { numeric } from "../../schema/view.js";
import type { Operator } from "../mutant.js";
import type { SchemaEdit } from "../request-drafts.js";
import type { RequestSite } from "../request-sites.js";
import { onRequest } from "./request-fields.js";
import { type Bound, bounds, ofSize } from "./sizes.js";

function changedBound(
  { keyword, at }: { keyword: string; at: number },
  particular: string,
  to: number,
  witnesses: readonly Json[],
): SchemaEdit {
  return {
    particular: `${keyword}/${particular}`,
    keyword,
    what: `${keyword} ${at} becomes ${to}`,
    edit: (schema) => ({ ...schema, [keyword]: to }),
    witnesses,
  };
}

/** The bounds that stand at a site itself, with what they are. */
function present(site: RequestSite): (Bound & { keyword: string; at: number })[] {
  const keywords = objectAt(site.node);
  return Object.entries(bounds).flatMap(([keyword, bound]) => {
    const at = numeric(keywords, keyword);
    return at === undefined ? [] : [{ ...bound, keyword, at }];
  });
}

/** By one step, so that just the value at the edge is lost, and by a lot. */
function tightened(site: RequestSite): SchemaEdit[] {
  return present(site).flatMap((bound) => {
    const { at, inward, step } = bound;
    const unit = step(site);
    const edge = at + inward * unit;
    const coarse = at + inward * unit * Math.max(5, Math.floor(Math.abs(at) / (2 * unit)));
    const atEdge = ofSize(site, bound, bound.exclusive ? at + inward * unit : at);
    return [["edge", edge] as const, ["coarse", coarse] as const]
      .filter(([, to]) => to >= 0 || !bound.size)
      .map(([name, to]) => changedBound(bound, name, to, atEdge));
  });
}

/** Where the contract sets no bound: ones that a provider could, loose enough that only unusual values meet them. */
const usual: Readonly<Record<string, number>> = {
  minLength: 1,
  maxLength: 100,
  minimum: 0,
  maximum: 1000,
  minItems: 1,
  maxItems: 2,
  minProperties: 1,
  maxProperties: 1,
};

function added(site: RequestSite): SchemaEdit[] {
  const keywords = site.whole.keywords;
  if (keywords.enum !== undefined || keywords.const !== undefined || !("type" in objectAt(site.node))) {
    return [];
  }
  return Object.entries(usual).flatMap(([keyword, to]) => {
    const bound = bounds[keyword];
    const exclusive = `exclusiveM${keyword.slice(1)}`;
    if (!bound || keywords[keyword] !== undefined || keywords[exclusive] !== undefined) {
      return [];
    }
    if (!bound.types.some((type) => site.whole.types.includes(type))) {
      return [];
    }
    return [
      {
        particular: keyword,
        keyword,
        what: `a ${keyword} of ${to}, where there was none`,
        edit: (schema) => ({ ...schema, [keyword]: to }),
        witnesses: ofSize(site, bound, to - bound.inward),
      },
    ];
  });
}

function otherRules(site: RequestSite): SchemaEdit[] {
  const keywords = site.whole.keywords;
  if (!("type" in objectAt(site.node)) || keywords.enum !== undefined) {
    return [];
  }
  const numbers = [...site.values, 1, 3, 5, 101].filter((value) => typeof value === "number");
  const multiple = numeric(keywords, "multipleOf");
  return [
    ...(site.whole.types.some((type) => type === "integer" || type === "number")
      ? [
          {
            particular: "multipleOf",
            keyword: "multipleOf",
            what: `only multiples of ${2 * (multiple ?? 1)}`,
            edit: (schema: { [key: string]: Json }) => ({ ...schema, multipleOf: 2 * (multiple ?? 1) }),
            witnesses: numbers.flatMap((value) => [value, value + (multiple ?? 1)]),
          },
        ]
      : []),
    ...(site.whole.types.includes("array") && keywords.uniqueItems !== true
      ? [
          {
            particular: "uniqueItems",
            keyword: "uniqueItems",
            what: "no item twice",
            edit: (schema: { [key: string]: Json }) => ({ ...schema, uniqueItems: true }),
            witnesses: site.values.flatMap((value) =>
              Array.isArray(value) && value.length > 0 ? [[...value, value[0] ?? null]] : [],
            ),
          },
        ]
      : []),
  ];
}

/** Bounds of what is sent, drawn closer or drawn at all. */
export const requestBounds: readonly Operator[] = [
  onRequest("request-bound-tightened", "breaking", "a bound of the contract is tightened", tightened),
  onRequest("request-bound-added", "breaking", "a bound is added where the contract sets none", (site) => [
    ...added(site),
    ...otherRules(site),
  ]),
];

/** The same, the other way: by one step, and altogether. */
export const requestBoundsRelaxed: readonly Operator[] = [
  onRequest("request-bound-relaxed", "compatible", "a bound of the contract is relaxed", (site) =>
    present(site).flatMap((bound) => {
      const outside = bound.at - bound.inward * bound.step(site);
      const witnesses = ofSize(site, bound, bound.exclusive ? bound.at : outside);
      return outside < 0 && bound.size ? [] : [changedBound(bound, "edge", outside, witnesses)];
    }),
  ),
  onRequest("request-bound-removed", "compatible", "a bound of the contract is removed", (site) =>
    [
      ...present(site).map((bound) => ({
        keyword: bound.keyword,
        witnesses: ofSize(site, bound, bound.exclusive ? bound.at : bound.at - bound.inward * bound.step(site)),
      })),
      ...(objectAt(site.node).uniqueItems === true
        ? [
            {
              keyword: "uniqueItems",
              witnesses: site.values.flatMap((value) =>
                Array.isArray(value)
                  ? [
                      [...value, ...value.slice(0, 1)],
                      [...value.slice(0, 1), ...value.slice(0, 1)],
                    ]
                  : [],
              ),
            },
          ]
        : []),
    ].map(({ keyword, witnesses }) => ({
      particular: keyword,
      keyword,
      what: `no ${keyword}`,
      edit: ({ [keyword]: _removed, ...rest }) => rest,
      witnesses,
    })),
  ),
];
