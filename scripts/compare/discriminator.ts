import { isObject } from "../../contract-tests/model/json.js";
import { fromPointer } from "../../contract-tests/model/pointer.js";
import { facets, underName } from "../../contract-tests/schema/conjunction.js";
import { alone } from "../../contract-tests/schema/facts.js";
import type { Prover } from "../../contract-tests/schema/proof.js";
import { innerList, keywordsOf, type Schema } from "../../contract-tests/schema/schema.js";
import { type Difference, differs, type News, type Place } from "./difference.js";
import { type Pair, placeAt, type ValueContext } from "./operation-pair.js";

/** Tells the variants of a union apart. */
interface Union {
  readonly field: string;
  readonly tags: readonly Tag[];
}

interface Tag {
  readonly text: string;
  /** Undefined if the mapping leads out of the union. */
  readonly variant: Schema | undefined;
  /** Where it comes from: the variant's own schema, the mapping, or the name that the variant has in the document. */
  readonly by: "value" | "mapping" | "name";
  /** Whether the variant asks for the field. */
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
    const [sent, known] = direction === "request" ? [here, there] : [there, here];
    if (sent && known) {
      return betweenUnions(at, read(sent, prover), read(known, prover), context);
    }
    const told = sent || (known && read(known, prover).tags.every(({ by }) => by === "value"));
    const { discriminator } = keywordsOf(here ?? there ?? pair.ours);
    const news = { [here ? "ours" : "theirs"]: discriminator ?? true };
    return [differs(placeAt(context, at), told ? "compatible" : "undecided", "discriminator-changed", news)];
  });
}

function unionsOf(schema: Schema): Schema[] {
  return facets([schema]).filter((part) => {
    const { discriminator } = keywordsOf(part);
    return isObject(discriminator) && typeof discriminator.propertyName === "string";
  });
}

function read(union: Schema, prover: Prover): Union {
  const { discriminator } = keywordsOf(union);
  const { propertyName, mapping } = isObject(discriminator) ? discriminator : {};
  const field = String(propertyName);
  const mapped = Object.entries(isObject(mapping) ? mapping : {}).map(([text, to]) => ({
    text,
    name: lastOf(String(to)),
  }));
  const variants = ["oneOf", "anyOf"].flatMap((keyword) => innerList(union, keyword));
  const tag = (text: string, by: Tag["by"], variant?: Schema): Tag => {
    const certain = prover.factsOf(alone(variant ?? union)).required.has(field);
    return { text, by, variant, certain };
  };
  const tags = variants.flatMap((variant) => {
    const values = prover
      .factsOf(underName(alone(variant), field).held)
      .values?.filter((one) => typeof one === "string");
    if (values && values.length > 0) {
      return values.map((text) => tag(text, "value", variant));
    }
    const name = lastOf(variant.pointer);
    const own = mapped.filter((one) => one.name === name);
    const named = variant.pointer.startsWith("#/components/") ? [tag(name, "name", variant)] : [];
    return own.length > 0 ? own.map(({ text }) => tag(text, "mapping", variant)) : named;
  });
  const names = variants.map(({ pointer }) => lastOf(pointer));
  const outside = mapped.filter(({ name }) => !names.includes(name));
  return { field, tags: [...tags, ...outside.map(({ text }) => tag(text, "mapping"))] };
}

function lastOf(pointer: string): string {
  return fromPointer(pointer.replace(/^[^#/]*$/, "/$&")).at(-1) ?? "";
}

function betweenUnions(at: Pair, sent: Union, known: Union, context: ValueContext): Difference[] {
  if (sent.field !== known.field) {
    const [ours, theirs] = context.direction === "request" ? [sent, known] : [known, sent];
    const news = { name: "field", ours: ours.field, theirs: theirs.field };
    return [tagged(placeAt(context, at), sent.tags, news)];
  }
  const place = placeAt(context, { ...at, field: [...at.field, sent.field] });
  const knows = (text: string) => known.tags.filter((one) => one.text === text);
  const strange = sent.tags.filter(({ text }) => knows(text).length === 0);
  const moved = sent.tags.filter(
    ({ text, variant }) => variant && isAnother(variant, knows(text), known, context.comparer.prover),
  );
  const gained = known.tags.filter(({ text }) => !sent.tags.some((one) => one.text === text));
  const news = (name: string, tags: readonly Tag[]) => ({ name, values: tags.map(({ text }) => text).sort() });
  const lost = [
    ...(strange.length > 0 ? [tagged(place, strange, news("tags", strange))] : []),
    ...(moved.length > 0 ? [tagged(place, moved, news("moved", moved))] : []),
  ];
  return lost.length > 0 || gained.length === 0
    ? lost
    : [differs(place, "compatible", "discriminator-changed", news("tags", gained))];
}

/** Whether the values under a tag are none of that tag's, but those of another tag. */
function isAnother(variant: Schema, same: readonly Tag[], { tags }: Union, prover: Prover): boolean {
  const fits = (tag: Tag) => tag.variant !== undefined && prover.proves(alone(variant), tag.variant);
  return same.length > 0 && same.every((tag) => tag.variant && !fits(tag)) && tags.some(fits);
}

function tagged(place: Place, tags: readonly Tag[], news: News): Difference {
  const certain = tags.find((tag) => tag.certain && tag.by !== "name");
  return certain
    ? differs(place, "breaking", "discriminator-changed", news, `a value tagged ${JSON.stringify(certain.text)}`)
    : differs(place, "undecided", "discriminator-changed", { ...news, why: "tag" });
}
