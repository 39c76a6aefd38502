import { canonical, isStrings, type Json } from "../../contract-tests/model/json.js";
import { facets } from "../../contract-tests/schema/conjunction.js";
import { keywordsOf, type Schema } from "../../contract-tests/schema/schema.js";
import { type Difference, differs, type News, type Place } from "./difference.js";
import { taggedChanges } from "./discriminator.js";
import { type Compared, type Pair, placeAt, type ValueContext } from "./operation-pair.js";
import { oneWay } from "./side.js";

/**
 * The keywords of a place besides those about its values: generated types, and the fields that are read and left out,
 * depend on them.
 */
export function besides(pair: Pair, context: ValueContext): Difference[] {
  const place = placeAt(context, pair);
  const deprecated = keywordsOf(pair.theirs).deprecated === true && keywordsOf(pair.ours).deprecated !== true;
  const byDefault = differing(pair, "default");
  return [
    ...(deprecated ? [differs(place, "compatible", "field-deprecated")] : []),
    ...(byDefault ? [differs(place, "compatible", "field-default-changed", byDefault)] : []),
    ...["contentEncoding", "contentMediaType"].flatMap((keyword) => content(pair, place, keyword)),
    ...leftOut(pair, context),
    ...taggedChanges(pair, context),
  ];
}

/** The values of a keyword in the schemas of one place. */
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
function content(pair: Pair, place: Place, name: string): Difference[] {
  const found = differing(pair, name);
  if (!found) {
    return [];
  }
  return found.ours === undefined || found.theirs === undefined
    ? [differs(place, "undecided", "content-changed", { ...found, name })]
    : [differs(place, "breaking", "content-changed", { ...found, name }, `a text as ${String(found.theirs)}`)];
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
    .map((name) => placeAt(context, { ...pair, field: [...pair.field, name] }))
    .map((place) => differs(place, "compatible", "field-became-one-way"));
}
