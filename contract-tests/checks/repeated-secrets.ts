import type { Finding } from "../cases/case.js";
import { marks } from "../model/marks.js";
import { objectAt, partsOf } from "../model/node.js";
import type { Operation } from "../model/operation.js";
import type { Exchange } from "../provider/exchange.js";
import type { Provider } from "../provider/provider.js";
import { heldValues } from "../schema/walk-value.js";
import { breaking, documentedOrDefault } from "./response.js";

/** The secrets that a provider has sent so far, each with its field. */
const sent = new WeakMap<Provider, Set<string>>();

/**
 * Secrets that came in a response before: the holder of that one can act for the holder of this one. A value of the
 * contract's own examples does not count as a secret: a mock sends it each time.
 */
export function repeatedSecrets(operation: Operation, { response, mocked }: Exchange, provider: Provider): Finding[] {
  const media = documentedOrDefault(operation, response.status)?.content.find(({ schema }) => schema);
  if (mocked || !media?.schema || response.json === undefined) {
    return [];
  }
  const known = sent.get(provider) ?? new Set();
  sent.set(provider, known);
  const shown = JSON.stringify(media.examples.map(({ value }) => value));
  return heldValues(media.schema, response.json).flatMap(({ schema: { node }, value }) => {
    const text = JSON.stringify(value);
    const isSecret =
      partsOf(node).some((part) => objectAt(part)[marks.secret] === true) &&
      (typeof value === "string" || typeof value === "number");
    if (!isSecret || value === "" || shown.includes(text)) {
      return [];
    }
    const key = `${node.pointer} ${text}`;
    const isNew = !known.has(key);
    known.add(key);
    const name = node.at.at(-1) ?? "";
    return isNew ? [] : [breaking(`a ${name} that no response before it held`, "one that another had", node.at)];
  });
}
