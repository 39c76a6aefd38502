import fc from "fast-check";
import { canonical, isObject, type Json } from "../model/json.js";
import type { Exchange } from "../provider/exchange.js";
import { validSamples } from "../schema/valid-samples.js";
import type { Case, Finding, Scope } from "./case.js";
import { bodyOf, exampleRequests, throughClient } from "./requests.js";

/** How many random bodies one case sends. */
const runs = 10;

/**
 * A seeded random share on top of the chosen requests: bodies put together out of the particulars of several fields
 * at once, shrunk to the smallest one that still fails.
 */
export function randomCase(
  { contract, operation, seed }: Scope,
  judge: (exchange: Exchange) => readonly Finding[],
): Case[] {
  const media = bodyOf(operation);
  const [base] = exampleRequests(contract, operation);
  if (!media?.schema || !base) return [];
  const exemplars = media.examples.map(({ value }) => value);
  const known = validSamples(media.schema, exemplars)
    .map(({ value }) => value)
    .filter((value) => contract.validator.isValid(media.node, ["schema"], value));
  if (known.length < 2) return [];
  const chosen = new Set([...known, ...exemplars].map(canonical));
  const mixed = fc
    .array(fc.nat(known.length - 1), { minLength: 2, maxLength: 8 })
    .map((picks) => picks.map((pick) => known[pick] ?? null).reduce(merge))
    .filter((value) => !chosen.has(canonical(value)) && contract.validator.isValid(media.node, ["schema"], value));
  const first = fc.sample(mixed, { seed, numRuns: 1 })[0] ?? null;
  return [
    {
      check: "accepts-valid-request",
      operation,
      name: `${runs} random bodies`,
      plan: throughClient({ ...base, body: first }),
      covers: [],
      run: async (send) => {
        let findings: readonly Finding[] = [];
        let broken: unknown;
        const property = fc.asyncProperty(mixed, async (body) => {
          const exchange = await send(throughClient({ ...base, body })).catch((error: unknown) => {
            broken = error;
            return undefined;
          });
          const found = exchange ? judge(exchange) : [];
          if (found.length > 0) findings = found;
          return found.length === 0;
        });
        const outcome = await fc.check(property, { seed, numRuns: runs });
        if (broken !== undefined) throw broken;
        return outcome.failed ? findings : [];
      },
    },
  ];
}

function merge(left: Json, right: Json): Json {
  if (!isObject(left) || !isObject(right)) return right;
  const merged = { ...left };
  for (const [key, value] of Object.entries(right))
    merged[key] = key in merged ? merge(merged[key] ?? null, value) : value;
  return merged;
}
