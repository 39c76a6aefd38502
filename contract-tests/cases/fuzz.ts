import fc from "fast-check";
import { canonical, isObject, type Json, setField } from "../model/json.js";
import { allows } from "../model/validator.js";
import type { Exchange } from "../provider/exchange.js";
import { NoOutcome } from "../provider/plan.js";
import type { Case, Finding, Scope, Send } from "./case.js";
import { bodyOf, exampleRequests, validBodies, withBody } from "./requests.js";

/** How many random bodies one case sends. */
const runs = 10;

/** How many are drawn to find them: if the chosen bodies are all that there are, no more can be found. */
const draws = 200;

/**
 * Seeded fuzz cases on top of the chosen requests: bodies that combine samples of several fields, sent from the
 * smallest on, so that the first one that fails is the easiest to read.
 */
export function randomCase(
  { operation, seed }: Scope,
  findingsIn: (exchange: Exchange, send: Send) => Promise<readonly Finding[]>,
): Case[] {
  const media = bodyOf(operation);
  const [base] = exampleRequests(operation);
  if (!media?.schema || !base) {
    return [];
  }
  const exemplars = media.examples.map(({ value }) => value);
  const isValid = (value: Json) => allows(media.schema, value);
  const known = validBodies(media).map(({ value }) => value);
  const bodies = mixed(known, [...known, ...exemplars], seed, isValid);
  const [first] = bodies;
  if (first === undefined) {
    return [];
  }
  return [
    {
      check: "accepts-valid-request",
      operation,
      name: `${bodies.length} random bodies`,
      plan: withBody(base.plan, first),
      covers: [],
      byChance: true,
      run: async (send) => {
        let without: NoOutcome | undefined;
        for (const body of bodies) {
          try {
            const findings = await findingsIn(await send(withBody(base.plan, body)), send);
            if (findings.length > 0) {
              return findings;
            }
          } catch (error) {
            // The next body may show what this one could not.
            if (!(error instanceof NoOutcome)) {
              throw error;
            }
            without ??= error;
          }
        }
        if (without) {
          throw without;
        }
        return [];
      },
    },
  ];
}

/** New bodies, merged out of several of the chosen ones, the smallest first. */
function mixed(
  known: readonly Json[],
  chosen: readonly Json[],
  seed: number,
  isValid: (value: Json) => boolean,
): Json[] {
  if (known.length < 2) {
    return [];
  }
  const picks = fc.array(fc.nat(known.length - 1), { minLength: 2, maxLength: 8 });
  const seen = new Set(chosen.map(canonical));
  const found: Json[] = [];
  for (const pick of fc.sample(picks, { seed, numRuns: draws })) {
    const body = pick.map((index) => known[index] ?? null).reduce(merge);
    if (seen.has(canonical(body))) {
      continue;
    }
    seen.add(canonical(body));
    if (isValid(body)) {
      found.push(body);
    }
    if (found.length === runs) {
      break;
    }
  }
  return found.sort((a, b) => canonical(a).length - canonical(b).length);
}

function merge(left: Json, right: Json): Json {
  if (!isObject(left) || !isObject(right)) {
    return right;
  }
  const merged = { ...left };
  for (const [key, value] of Object.entries(right)) {
    setField(merged, key, Object.hasOwn(merged, key) ? merge(merged[key] ?? null, value) : value);
  }
  return merged;
}
