import type { Contract } from "../model/contract.js";
import type { Operation } from "../model/operation.js";
import { isTooLarge, limits } from "../schema/limits.js";
import { numeric } from "../schema/view.js";
import { placesOf } from "../schema/walk.js";

const sizes = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];

/** What of a contract's requests is not tried, as it lies beyond what is generated: told, and no gap. */
export function notTried({ operations }: Contract): string[] {
  return operations.flatMap(ofOperation);
}

function ofOperation({ id, body, parameters }: Operation): string[] {
  const roots = [
    ...(body?.content ?? []).map(({ schema }) => ({ name: "the body", schema })),
    ...parameters.map(({ name, schema }) => ({ name, schema })),
  ];
  return roots.flatMap(({ name, schema }) => {
    if (!schema) {
      return [];
    }
    const places = placesOf(schema);
    const bounds = places.flatMap(({ path, view: { keywords } }) =>
      sizes
        .filter((rule) => isTooLarge(rule, keywords))
        .map((rule) => `${id}: the ${rule} of ${path || name} (${numeric(keywords, rule)}) is not tried: too large`),
    );
    const deep = places.length > limits.places;
    return deep ? [...bounds, `${id}: ${name} is varied in its first ${limits.places} places only`] : bounds;
  });
}
