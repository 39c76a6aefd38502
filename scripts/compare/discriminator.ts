import { isObject } from "../../contract-tests/model/json.js";
import { fromPointer } from "../../contract-tests/model/pointer.js";
import { facets, underName } from "../../contract-tests/schema/conjunction.js";
import { alone } from "../../contract-tests/schema/facts.js";
import type { Prover } from "../../contract-tests/schema/proof.js";
import { innerList, keywordsOf, type Schema } from "../../contract-tests/schema/schema.js";
import { type Difference, differs, type News } from "./difference.js";
import { type Pair, placeAt, type ValueContext } from "./operation-pair.js";

/** A text that tells the variants of a union apart. */
interface Tag {
  readonly text: string;
  /** Undefined if the mapping leads out of the union. */
  readonly variant: Schema | undefined;
  /** Where it comes from: the variant's own schema, the mapping, or the name that the variant has in the document. */
  readonly by: "value" | "mapping" | "name";
  /** Whether it has to come in the values of its variant. */
  readonly certain: boolean;
}

/**
 * The meaning of a changed discriminator. Validators ignore it: a union accepts any text for a tag that its variants do
 * not restrict. The types that are generated from it allow only mapped ones.
 */
export function taggedChanges(pair: Pair, context: ValueContext): Difference[] {
  const { direction, comparer } = context;
  const { prover } = comparer;
  const [ours, theirs] = [unionsOf(pair.ours), unionsOf(pair.theirs)];
  return Array.from({ length: Math.max(ours.length, theirs.length) }).flatMap((_, index) => {
    const [here, there] = [ours[index], theirs[index]];
    const at = { ...pair, ours: here ?? pair.ours, theirs: there ?? pair.theirs };
    if (here && there) {
      return betweenUnions(at, context);
    }
    const known = direction === "request" ? there : here;
    const isTold = !known || tagsOf(known, prover).every(({ by }) => by === "value");
    const news = { [here ? "ours" : "theirs"]: keywordsOf(here ?? there ?? pair.ours).discriminator ?? true };
    return [differs(placeAt(context, at), isTold ? "compatible" : "undecided", "discriminator-changed", news)];
  });
}

function unionsOf(schema: Schema): Schema[] {
  return facets([schema]).filter((part) => fieldOf(part) !== undefined);
}

/** The field with the tag. */
function fieldOf(union: Schema): string | undefined {
  const { discriminator } = keywordsOf(union);
  const name = isObject(discriminator) ? discriminator.propertyName : undefined;
  return typeof name === "string" ? name : undefined;
}

function tagsOf(union: Schema, prover: Prover): Tag[] {
  const { discriminator } = keywordsOf(union);
  const field = fieldOf(union) ?? "";
  const mapping = isObject(discriminator) && isObject(discriminator.mapping) ? discriminator.mapping : {};
  const mapped = Object.entries(mapping).map(([text, to]) => ({ text, name: lastOf(String(to)) }));
  const variants = ["oneOf", "anyOf"].flatMap((keyword) => innerList(union, keyword));
  const tags = (texts: readonly string[], by: Tag["by"], variant?: Schema): Tag[] => {
    const isAsked = prover.factsOf(alone(variant ?? union)).required.has(field);
    return texts.map((text) => ({ text, by, variant, certain: isAsked && by !== "name" }));
  };
  const inside = variants.flatMap((variant) => {
    const { values = [] } = prover.factsOf(underName(alone(variant), field).held);
    const texts = values.filter((one) => typeof one === "string");
    const name = lastOf(variant.pointer);
    const own = mapped.flatMap((one) => (one.name === name ? [one.text] : []));
    if (texts.length > 0 || own.length > 0) {
      return texts.length > 0 ? tags(texts, "value", variant) : tags(own, "mapping", variant);
    }
    return variant.pointer.startsWith("#/components/") ? tags([name], "name", variant) : [];
  });
  const names = variants.map(({ pointer }) => lastOf(pointer));
  const outside = mapped.flatMap(({ name, text }) => (names.includes(name) ? [] : [text]));
  return [...inside, ...tags(outside, "mapping")];
}

function lastOf(pointer: string): string {
  return fromPointer(pointer.replace(/^[^#/]*$/, "/$&")).at(-1) ?? "";
}

function betweenUnions(at: Pair, context: ValueContext): Difference[] {
  const { prover } = context.comparer;
  const [ours, theirs] = [tagsOf(at.ours, prover), tagsOf(at.theirs, prover)];
  const [sent, known] = context.direction === "request" ? [ours, theirs] : [theirs, ours];
  const fields = { ours: fieldOf(at.ours) ?? "", theirs: fieldOf(at.theirs) ?? "" };
  const isMoved = fields.ours !== fields.theirs;
  const place = placeAt(context, isMoved ? at : { ...at, field: [...at.field, fields.ours] });
  const told = (tags: readonly Tag[], news: News): Difference => {
    const certain = tags.find((tag) => tag.certain);
    return certain
      ? differs(place, "breaking", "discriminator-changed", news, `a value tagged ${JSON.stringify(certain.text)}`)
      : differs(place, "undecided", "discriminator-changed", { ...news, why: "tag" });
  };
  if (isMoved) {
    return [told(sent, { name: "field", ...fields })];
  }
  const same = ({ text }: Tag, among: readonly Tag[]) => among.filter((one) => one.text === text);
  const news = (name: string, tags: readonly Tag[]) => ({ name, values: tags.map(({ text }) => text).sort() });
  const strange = sent.filter((tag) => same(tag, known).length === 0);
  const moved = sent.filter((tag) => isAnother(tag, same(tag, known), known, prover));
  const lost = [
    ...(strange.length > 0 ? [told(strange, news("tags", strange))] : []),
    ...(moved.length > 0 ? [told(moved, news("moved", moved))] : []),
  ];
  const gained = known.filter((tag) => same(tag, sent).length === 0);
  return lost.length > 0 || gained.length === 0
    ? lost
    : [differs(place, "compatible", "discriminator-changed", news("tags", gained))];
}

/** Whether the values under a tag are none of that tag's, but those of another tag. */
function isAnother({ variant }: Tag, same: readonly Tag[], known: readonly Tag[], prover: Prover): boolean {
  const fits = (tag: Tag) => variant && tag.variant && prover.proves(alone(variant), tag.variant);
  const isNone = same.length > 0 && same.every((tag) => variant && tag.variant && !fits(tag));
  return isNone && known.some(fits);
}
