import { canonical, isObject, isStrings, type JsonObject } from "../../contract-tests/model/json.js";
import { child, entries, items, type Node, objectAt, rootNode } from "../../contract-tests/model/node.js";
import type { Operation } from "../../contract-tests/model/operation.js";
import { stepInto } from "../../contract-tests/model/pointer.js";
import { type Difference, differs, type Verdict } from "./difference.js";
import { type OperationPair, placeOf } from "./operation-pair.js";

/** The proof of the caller's identity, as it goes over the wire. */
interface Credential {
  /** Where it travels: two that travel elsewhere are never the same. */
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
  const ours = requirements(pair.ours.node);
  const theirs = requirements(pair.theirs.node);
  const own = ({ node }: Operation) => child(node, "security");
  const place = placeOf(pair, { of: "security" }, own(pair.ours), own(pair.theirs));
  const open = (sets: readonly Requirement[]) => sets.length === 0 || sets.some((set) => set.length === 0);
  if (theirs === undefined || open(theirs)) {
    const news = { ours: shown(ours ?? []), ...(theirs && { theirs: "none" }) };
    return ours && !open(ours) ? [differs(place, "compatible", "request-security-removed", news)] : [];
  }
  // Every way in which ours may be called has to be one of theirs.
  const sent = ours === undefined || ours.length === 0 ? [[]] : ours;
  const outcomes = sent.map((set) => ({ set, taken: best(theirs.map((needed) => takes(needed, set))) }));
  const those = (which: Taken) => shown(outcomes.filter(({ taken }) => taken === which).map(({ set }) => set));
  const changed = (verdict: Verdict, of: string, witness?: string) => [
    differs(place, verdict, "request-security-changed", { ours: of, theirs: shown(theirs) }, witness),
  ];
  const [refused, unclear] = [those("no"), those("unclear")];
  if (refused) {
    return changed("breaking", refused, `a request with ${refused}`);
  }
  if (unclear) {
    return changed("undecided", unclear);
  }
  return said(sent) === said(theirs) ? [] : changed("compatible", shown(sent));
}

/** The credentials on the wire, whatever the schemes are called. */
function said(sets: readonly Requirement[]): string {
  const text = sets.map((set) =>
    set.map(({ place, scheme, scopes }) => JSON.stringify([place, scheme, scopes])).sort(),
  );
  return JSON.stringify(text.map((one) => one.join()).sort());
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

function serves(needed: Credential, sent: Credential): Taken {
  // The scopes of a consumer's token are settled at its source, and not by either document.
  const scopes: Taken = needed.scopes.every((scope) => sent.scopes.includes(scope)) ? "yes" : "unclear";
  if (needed.definition === sent.definition) {
    return scopes;
  }
  if (needed.place === "" || sent.place === "") {
    return "unclear";
  }
  if (needed.place !== sent.place) {
    return "no";
  }
  if (needed.scheme === undefined || sent.scheme === undefined) {
    return "unclear";
  }
  // A token of OAuth or OpenID Connect is a bearer; whether another bearer is such a token, no document says.
  const tokens = ["bearer", "oauth2", "openIdConnect"];
  if (needed.scheme !== sent.scheme) {
    return [needed, sent].every(({ scheme }) => tokens.includes(scheme ?? "")) ? "unclear" : "no";
  }
  return scopes;
}

/** The alternatives that may be sent; undefined if the document does not say at all. */
function requirements(operation: Node): Requirement[] | undefined {
  const root = rootNode(operation.document);
  const listed = child(operation, "security") ?? child(root, "security");
  if (!listed) {
    return undefined;
  }
  const schemes = objectAt(child(root, "components", "securitySchemes"));
  return items(listed).map((one) =>
    entries(one).map(([name, { value }]) => credential(name, schemes, isStrings(value) ? value : [])),
  );
}

function credential(name: string, schemes: JsonObject, asked: readonly string[]): Credential {
  const scheme = stepInto(schemes, name);
  const scopes = [...asked].sort();
  const usual = { place: "", scheme: undefined, scopes, definition: canonical(scheme), shown: JSON.stringify(name) };
  if (!isObject(scheme)) {
    return { ...usual, definition: `not defined: ${name}`, shown: `${usual.shown} (not defined)` };
  }
  const { type, in: place, name: field } = scheme;
  switch (type) {
    case "http":
      return typeof scheme.scheme === "string"
        ? {
            ...usual,
            place: header,
            scheme: scheme.scheme.toLowerCase(),
            scopes: [],
            shown: scheme.scheme.toLowerCase(),
          }
        : { ...usual, place: header, shown: `${usual.shown} (http, without a scheme)` };
    case "apiKey":
      if (typeof place === "string" && typeof field === "string") {
        return { ...usual, scopes: [], ...keyIn(place, field, usual.shown) };
      }
      break;
    case "mutualTLS":
      return { ...usual, place: "certificate", scheme: type, scopes: [], shown: "mutual TLS" };
  }
  const asking = scopes.length > 0 ? `, scope ${scopes.join(" and ")}` : "";
  const named = typeof type === "string" ? type : "of no known type";
  const isToken = type === "oauth2" || type === "openIdConnect";
  return {
    ...usual,
    ...(isToken && { place: header, scheme: type }),
    shown: `${usual.shown} (${named}${asking})`,
  };
}

const header = "header authorization";

/** A bearer is often documented as a key in this header; whether it is one, only its description says. */
function keyIn(place: string, field: string, name: string): Pick<Credential, "place" | "scheme" | "shown"> {
  const shown = `${place} ${field}`;
  const exact = place === "header" ? shown.toLowerCase() : shown;
  return exact === header
    ? { place: exact, scheme: undefined, shown: `${name} (Authorization header)` }
    : { place: exact, scheme: "key", shown };
}

function shown(sets: readonly Requirement[]): string {
  return sets
    .map((set) => (set.length === 0 ? "no credentials" : set.map((one) => one.shown).join(" with ")))
    .join(" or ");
}
