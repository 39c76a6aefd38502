import type { Contract } from "../model/contract.js";
import { limits } from "../model/limits.js";
import type { Operation } from "../model/operation.js";
import { isTooLarge } from "../schema/limits.js";
import { bounds } from "../schema/rules.js";
import { numeric } from "../schema/view.js";
import { sitesOf } from "../schema/walk.js";
import { isSendable } from "./reach.js";

/** What of a contract's requests is not tried, as it lies beyond what is generated: told, and no gap. */
export function notTried(contract: Contract): string[] {
  return contract.operations.flatMap((operation) => [
    ...ofOperation(operation),
    ...operation.parameters
      // Where a required one is such, the operation itself says so.
      .filter((parameter) => !parameter.required && !isSendable(contract, parameter))
      .map(
        ({ in: place, name }) =>
          `${operation.id}: the ${place} parameter ${name} is not tried: no value of it can be written there`,
      ),
  ]);
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
    const sites = sitesOf(schema);
    const large = sites.flatMap(({ path, view: { keywords } }) =>
      bounds
        .filter(({ keyword }) => isTooLarge(keyword, keywords))
        .map(
          ({ keyword }) =>
            `${id}: the ${keyword} of ${path || name} (${numeric(keywords, keyword)}) is not tried: too large`,
        ),
    );
    const deep = sites.length > limits.sites;
    return deep ? [...large, `${id}: ${name} is varied in its first ${limits.sites} schemas only`] : large;
  });
}
