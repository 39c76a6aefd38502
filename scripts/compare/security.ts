import { canonical, isObject, isStrings, type JsonObject } from "../../contract-tests/model/json.js";
import { child, entries, items, type Node, objectAt, rootNode } from "../../contract-tests/model/node.js";
import type { Operation } from "../../contract-tests/model/operation.js";
import { stepInto } from "../../contract-tests/model/pointer.js";
import { type Difference, differs, type Verdict } from "./difference.js";
import { type OperationPair, placeOf } from "./operation-pair.js";

/** The proof of the caller's identity, as it goes over the wire. */
interface Credential {
  /** Where it travels: two that travel elsewhere are never the same. Empty if the document does not say. */
  readonly place: string;
  /** How it is written there; undefined if the document does not say. */
  readonly scheme: string | undefined;
  /** The scopes that it has to allow. */
  readonly scopes: readonly string[];
  readonly shown: string;
  /** The scheme as it is defined. Two that are defined alike are the same, whatever they are. */
  readonly definition: string;
}

/** The credentials sent together; empty if a request goes without. */
type Requirement = readonly Credential[];

/** The differences in the credentials. Schemes are compared by their form on the wire; their names do not matter. */
export function compareSecurity(pair: OperationPair): Difference[] {
  const [ours, theirs] = [requirements(pair.ours.node), requirements(pair.theirs.node)];
  const own = ({ node }: Operation) => child(node, "security");
  const place = placeOf(pair, { of: "security" }, own(pair.ours), own(pair.theirs));
  const open = (sets: readonly Requirement[] = []) => sets.length === 0 || sets.some((set) => set.length === 0);
  if (theirs === undefined || open(theirs)) {
    const news = { ours: shown(ours ?? []), ...(theirs && { theirs: "none" }) };
    return open(ours) ? [] : [differs(place, "compatible", "request-security-removed", news)];
  }
  // Every way in which ours may be called has to be one of theirs.
  const sent = ours === undefined || ours.length === 0 ? [[]] : ours;
  const by = (which: Taken) => shown(sent.filter((set) => best(theirs.map((needed) => takes(needed, set))) === which));
  const changed = (verdict: Verdict, of: string, witness?: string) => [
    differs(place, verdict, "request-security-changed", { ours: of, theirs: shown(theirs) }, witness),
  ];
  const [refused, unclear] = [by("no"), by("unclear")];
  if (refused || unclear) {
    return refused ? changed("breaking", refused, `a request with ${refused}`) : changed("undecided", unclear);
  }
  return onWire(sent) === onWire(theirs) ? [] : changed("compatible", shown(sent));
}

/** The credentials on the wire, whatever the schemes are called. */
function onWire(sets: readonly Requirement[]): string {
  const texts = sets.map((set) =>
    set.map(({ place, scheme, scopes }) => canonical([place, scheme ?? "", [...scopes]])),
  );
  return canonical(texts.map((one) => one.sort().join()).sort());
}

/** Whether what is sent is taken, the least first. */
const outcomes = ["no", "unclear", "yes"] as const;
type Taken = (typeof outcomes)[number];

const best = (found: readonly Taken[]) => outcomes.findLast((one) => found.includes(one)) ?? "no";
const worst = (found: readonly Taken[]) => outcomes.find((one) => found.includes(one)) ?? "yes";

/** Whether what is sent is all that is needed. */
function takes(needed: Requirement, sent: Requirement): Taken {
  return worst(needed.map((one) => best(sent.map((other) => serves(one, other)))));
}

/** A token of OAuth or OpenID Connect is a bearer; whether another bearer is such a token, no document says. */
const tokens = ["bearer", "oauth2", "openIdConnect"];

function serves(needed: Credential, sent: Credential): Taken {
  // The scopes of a consumer's token are settled at its source, and not by either document.
  const scopes = needed.scopes.every((scope) => sent.scopes.includes(scope)) ? "yes" : "unclear";
  if (needed.definition === sent.definition) {
    return scopes;
  }
  if (needed.place !== sent.place) {
    return needed.place === "" || sent.place === "" ? "unclear" : "no";
  }
  const schemes = [needed.scheme, sent.scheme];
  if (needed.place === "" || schemes.includes(undefined)) {
    return "unclear";
  }
  if (needed.scheme !== sent.scheme) {
    return schemes.every((one) => tokens.includes(one ?? "")) ? "unclear" : "no";
  }
  return scopes;
}

/** The alternatives that may be sent; undefined if the document does not say at all. */
function requirements(operation: Node): Requirement[] | undefined {
  const root = rootNode(operation.document);
  const listed = child(operation, "security") ?? child(root, "security");
  const schemes = objectAt(child(root, "components", "securitySchemes"));
  return (
    listed &&
    items(listed).map((one) =>
      entries(one).map(([name, { value }]) => credential(name, schemes, isStrings(value) ? [...value].sort() : [])),
    )
  );
}

function credential(name: string, schemes: JsonObject, asked: readonly string[]): Credential {
  const scheme = stepInto(schemes, name);
  const isDefined = isObject(scheme);
  const { place, hint, ...form }: Form = isDefined ? formOf(scheme, asked) : { place: "", hint: "not defined" };
  return {
    place,
    scheme: form.scheme,
    scopes: hint === undefined ? [] : asked,
    shown: form.shown ?? `${JSON.stringify(name)} (${hint})`,
    definition: isDefined ? canonical(scheme) : `not defined: ${name}`,
  };
}

/** A scheme on the wire, and how it is shown: in words of its own, or by its name and a hint. */
type Form = Pick<Credential, "place"> & Partial<Readonly<Record<"scheme" | "shown" | "hint", string>>>;

const header = "header authorization";

function formOf({ type, in: place, name: field, scheme }: JsonObject, scopes: readonly string[]): Form {
  if (type === "http") {
    const written = String(scheme).toLowerCase();
    const isKnown = typeof scheme === "string";
    return { place: header, ...(isKnown ? { scheme: written, shown: written } : { hint: "http, without a scheme" }) };
  }
  if (type === "apiKey" && typeof place === "string" && typeof field === "string") {
    return keyIn(`${place} ${field}`);
  }
  if (type === "mutualTLS") {
    return { place: "certificate", scheme: type, shown: "mutual TLS" };
  }
  if (type === "oauth2" || type === "openIdConnect") {
    const asking = scopes.length > 0 ? `, scope ${scopes.join(" and ")}` : "";
    return { place: header, scheme: type, hint: `${type}${asking}` };
  }
  return { place: "", hint: typeof type === "string" ? type : "of no known type" };
}

/** A bearer is often documented as a key in this header; whether it is one, only its description says. */
function keyIn(shown: string): Form {
  const place = shown.startsWith("header ") ? shown.toLowerCase() : shown;
  return place === header ? { place, hint: "Authorization header" } : { place, scheme: "key", shown };
}

function shown(sets: readonly Requirement[]): string {
  return sets
    .map((set) => (set.length === 0 ? "no credentials" : set.map((one) => one.shown).join(" with ")))
    .join(" or ");
}
