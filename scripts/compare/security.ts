import { isObject, type JsonObject } from "../../contract-tests/model/json.js";
import { child, entries, items, type Node, objectAt } from "../../contract-tests/model/node.js";
import type { Difference } from "./difference.js";
import { differs, type OperationPair } from "./operation-pair.js";

/**
 * What differs in the credentials. Schemes are compared by what goes over the wire; what they are called is each
 * document's own affair.
 */
export function compareSecurity(pair: OperationPair): Difference[] {
  const ours = alternatives(pair.sides.ours.request.root, pair.ours.node);
  const theirs = alternatives(pair.sides.theirs.request.root, pair.theirs.node);
  const at = {
    ours: (child(pair.ours.node, "security") ?? pair.ours.node).pointer,
    theirs: (child(pair.theirs.node, "security") ?? pair.theirs.node).pointer,
  };
  const report = (verdict: Difference["verdict"], message: string, witness?: Difference["witness"]) => [
    differs(pair, "security", { verdict, kind: "security", message, ...at, ...(witness && { witness }) }),
  ];
  const open = (sets: readonly string[][]) => sets.length === 0 || sets.some((set) => set.length === 0);
  if (theirs === undefined) return ours && !open(ours) ? report("compatible", "no security is documented there") : [];
  if (open(theirs)) return ours && !open(ours) ? report("compatible", `${shown(ours)} is not needed there`) : [];
  // Every way in which ours may be called has to be one of theirs.
  const sent = ours === undefined || ours.length === 0 ? [[]] : ours;
  const refused = sent.filter((set) => !theirs.some((needed) => needed.every((one) => set.includes(one))));
  if (refused.length === 0) return [];
  const unclear = theirs.find((needed) => needed.some((one) => one.startsWith("?")));
  if (unclear)
    return report(
      "undecided",
      `their security scheme ${unclear.join(" and ").slice(1)} cannot be compared with ${shown(sent)}`,
    );
  return report("breaking", `${shown(theirs)} is needed there, not ${shown(refused)}`, {
    what: "accepted before, refused now",
    message: `a request with ${shown(refused)}`,
  });
}

/** What may be sent, each as a set of credentials; undefined where the document says nothing at all. */
function alternatives(root: Node, operation: Node): string[][] | undefined {
  const requirements = child(operation, "security") ?? child(root, "security");
  if (!requirements) return undefined;
  const schemes = objectAt(child(root, "components", "securitySchemes"));
  return items(requirements).map((one) => entries(one).map(([name]) => onTheWire(name, schemes)));
}

/** A scheme as it goes over the wire; with a question mark where a document does not tell. */
function onTheWire(name: string, schemes: JsonObject): string {
  const scheme = schemes[name];
  if (!isObject(scheme)) return `?${JSON.stringify(name)} (not defined)`;
  const { type, in: place, name: field } = scheme;
  if (type === "http") return String(scheme.scheme).toLowerCase();
  // A bearer is often documented so; whether it is one, only its description says.
  if (type === "apiKey" && String(field).toLowerCase() === "authorization")
    return `?${JSON.stringify(name)} (Authorization header)`;
  if (type === "apiKey") return `${String(place)} ${String(field)}`;
  return `?${JSON.stringify(name)} (${String(type)})`;
}

function shown(sets: readonly (readonly string[])[]): string {
  return sets
    .map((set) => (set.length === 0 ? "no credentials" : set.map((one) => one.replace("?", "")).join(" with ")))
    .join(" or ");
}
