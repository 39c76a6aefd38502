import { canonical, type Json } from "../../contract-tests/model/json.js";
import { facets } from "../../contract-tests/schema/conjunction.js";
import { keywordsOf, type Schema } from "../../contract-tests/schema/schema.js";
import { type Change, changeAt, type Pair } from "./change.js";
import { taggedChanges } from "./discriminator.js";
import type { ValueContext } from "./values.js";

/** What is said of a place besides which values it takes: generated types, what is read and what is left out go by it. */
export function besides(pair: Pair, context: ValueContext): Change[] {
  return [
    ...(keywordsOf(pair.theirs).deprecated === true && keywordsOf(pair.ours).deprecated !== true
      ? [changeAt(pair, "compatible", "field-deprecated", "is deprecated there")]
      : []),
    ...defaults(pair),
    ...content(pair, "contentEncoding"),
    ...content(pair, "contentMediaType"),
    ...taggedChanges(pair, context),
  ];
}

/** What the schemas of one place say by a keyword. */
function said(schema: Schema, keyword: string): string[] {
  const values = facets([schema]).flatMap((part): Json[] => {
    const value = keywordsOf(part)[keyword];
    return value === undefined ? [] : [value];
  });
  return [...new Set(values.map(canonical))].sort();
}

function differing({ ours, theirs }: Pair, keyword: string): [ours: string, theirs: string] | undefined {
  const [here, there] = [said(ours, keyword).join(" or "), said(theirs, keyword).join(" or ")];
  return here === there ? undefined : [here, there];
}

function defaults(pair: Pair): Change[] {
  const found = differing(pair, "default");
  if (!found) {
    return [];
  }
  const [ours, theirs] = found;
  const changed = ours === "" ? "of which ours says nothing" : `not ${ours}`;
  const message =
    theirs === "" ? `has no default there, but ${ours} here` : `stands for ${theirs} when left out, ${changed}`;
  return [changeAt(pair, "compatible", "default-changed", message)];
}

/** How the text of a string holds what it holds. Where one of both does not say, it may be the same all the same. */
function content(pair: Pair, keyword: string): Change[] {
  const found = differing(pair, keyword);
  if (!found) {
    return [];
  }
  const [ours, theirs] = found;
  if (ours === "" || theirs === "") {
    const message = `${ours === "" ? "theirs" : "ours"} says \`${keyword}\` ${ours || theirs}, the other does not say it`;
    return [changeAt(pair, "undecided", "content", message)];
  }
  const message = `is \`${keyword}\` ${theirs} there, not ${ours}`;
  return [
    changeAt(pair, "breaking", "content", message, { what: "read otherwise now", message: `a text as ${theirs}` }),
  ];
}
