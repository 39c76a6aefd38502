import { canonical, isStrings, type Json } from "../../contract-tests/model/json.js";
import { facets } from "../../contract-tests/schema/conjunction.js";
import { keywordsOf, type Schema } from "../../contract-tests/schema/schema.js";
import type { Difference, News } from "./difference.js";
import { taggedChanges } from "./discriminator.js";
import { type Compared, differsAt, type Pair, type ValueContext } from "./operation-pair.js";
import { oneWay } from "./side.js";

/** What is said of a place besides which values it takes: generated types, what is read and what is left out go by it. */
export function besides(pair: Pair, context: ValueContext): Difference[] {
  const deprecated = keywordsOf(pair.theirs).deprecated === true && keywordsOf(pair.ours).deprecated !== true;
  const byDefault = differing(pair, "default");
  return [
    ...(deprecated ? [differsAt(context, pair, "compatible", "field-deprecated")] : []),
    ...(byDefault ? [differsAt(context, pair, "compatible", "field-default-changed", byDefault)] : []),
    ...content(pair, context, "contentEncoding"),
    ...content(pair, context, "contentMediaType"),
    ...leftOut(pair, context),
    ...taggedChanges(pair, context),
  ];
}

/** What the schemas of one place say by a keyword. */
function said(schema: Schema, keyword: string): Json | undefined {
  const values = facets([schema]).flatMap((part): Json[] => {
    const value = keywordsOf(part)[keyword];
    return value === undefined ? [] : [value];
  });
  const distinct = [...new Map(values.map((value) => [canonical(value), value])).entries()]
    .sort()
    .map(([, one]) => one);
  return distinct.length > 1 ? distinct : distinct[0];
}

function differing({ ours, theirs }: Compared, keyword: string): News | undefined {
  const [here, there] = [said(ours, keyword), said(theirs, keyword)];
  if (canonical(here) === canonical(there)) {
    return undefined;
  }
  return { ...(here !== undefined && { ours: here }), ...(there !== undefined && { theirs: there }) };
}

/** How the text of a string holds what it holds. If one of both does not say, it may be the same all the same. */
function content(pair: Pair, context: ValueContext, keyword: string): Difference[] {
  const found = differing(pair, keyword);
  if (!found) {
    return [];
  }
  const news = { ...found, name: keyword };
  if (found.ours === undefined || found.theirs === undefined) {
    return [differsAt(context, pair, "undecided", "content-changed", news)];
  }
  const witness = { message: `a text as ${String(found.theirs)}` };
  return [differsAt(context, pair, "breaking", "content-changed", news, witness)];
}

/** The fields that belong to the other direction there, and not here. */
function leftOut(pair: Pair, context: ValueContext): Difference[] {
  const [here, there] = [pair.ours, pair.theirs].map((schema) =>
    facets([schema]).flatMap((part) => {
      const { [oneWay]: list } = keywordsOf(part);
      return isStrings(list) ? list : [];
    }),
  );
  const known = [...new Set(facets([pair.ours]).flatMap((part) => Object.keys(Object(keywordsOf(part).properties))))];
  return known
    .filter((name) => there?.includes(name) && !here?.includes(name))
    .map((name) => differsAt(context, { ...pair, field: [...pair.field, name] }, "compatible", "field-became-one-way"));
}
