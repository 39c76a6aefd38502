import { canonical, isObject, isStrings, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { child, entries, items, type Node, objectAt } from "../../contract-tests/model/node.js";
import { stepInto } from "../../contract-tests/model/pointer.js";
import type { Difference, Part, Verdict, Witness } from "./difference.js";
import { differs, type OperationPair } from "./operation-pair.js";

/** What proves who is calling, as it goes over the wire. */
interface Credential {
  /** Where it travels: two that travel elsewhere are never the same. */
  readonly place: string;
  /** How it is written there; undefined where the document does not tell. */
  readonly scheme: string | undefined;
  /** What it has to allow. */
  readonly scopes: readonly string[];
  readonly shown: string;
  /** The scheme as it is defined. Two that are defined alike are the same, whatever they are. */
  readonly definition: string;
}

/** What is sent together; nothing at all where a request goes without credentials. */
type Requirement = readonly Credential[];

/**
 * What differs in the credentials. Schemes are compared by what goes over the wire; their names
 * do not matter.
 */
export function compareSecurity(pair: OperationPair): Difference[] {
  const ours = requirements(pair.sides.ours.request.root, pair.ours.node);
  const theirs = requirements(pair.sides.theirs.request.root, pair.theirs.node);
  const at = {
    ours: (child(pair.ours.node, "security") ?? pair.ours.node).pointer,
    theirs: (child(pair.theirs.node, "security") ?? pair.theirs.node).pointer,
  };
  const open = (sets: readonly Requirement[]) => sets.length === 0 || sets.some((set) => set.length === 0);
  if (theirs === undefined || open(theirs)) {
    const news = { ours: shown(ours ?? []), ...(theirs && { theirs: "none" }) };
    const isNeeded = ours && !open(ours);
    return isNeeded ? [differs(pair, part, "compatible", "request-security-removed", { ...at, news })] : [];
  }
  // Every way in which ours may be called has to be one of theirs.
  const sent = ours === undefined || ours.length === 0 ? [[]] : ours;
  const outcomes = sent.map((set) => ({ set, taken: best(theirs.map((needed) => takes(needed, set))) }));
  const [refused, unclear] = (["no", "unclear"] as const).map((one) =>
    shown(outcomes.filter(({ taken }) => taken === one).map(({ set }) => set)),
  );
  const changed = (verdict: Verdict, of: string, more: { readonly witness?: Witness } = {}) => [
    differs(pair, part, verdict, "request-security-changed", {
      ...at,
      news: { ours: of, theirs: shown(theirs) },
      ...more,
    }),
  ];
  if (refused) {
    return changed("breaking", refused, { witness: { message: `a request with ${refused}` } });
  }
  if (unclear) {
    return changed("undecided", unclear);
  }
  return said(sent) === said(theirs) ? [] : changed("compatible", shown(sent));
}

const part: Part = { of: "security" };

/** What is sent, whatever the schemes are called. */
function said(sets: readonly Requirement[]): string {
  const text = sets.map((set) =>
    set.map(({ place, scheme, scopes }) => JSON.stringify([place, scheme, scopes])).sort(),
  );
  return JSON.stringify(text.map((one) => one.join()).sort());
}

type Taken = "yes" | "unclear" | "no";

function best(outcomes: readonly Taken[]): Taken {
  if (outcomes.includes("yes")) {
    return "yes";
  }
  return outcomes.includes("unclear") ? "unclear" : "no";
}

/** Whether what is sent is all that is needed. */
function takes(needed: Requirement, sent: Requirement): Taken {
  const each = needed.map((one) => best(sent.map((other) => serves(one, other))));
  if (each.includes("no")) {
    return "no";
  }
  return each.includes("unclear") ? "unclear" : "yes";
}

function serves(needed: Credential, sent: Credential): Taken {
  // Which scopes a consumer's token has is settled where it gets the token, and not by either document.
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

/** What may be sent; undefined where the document says nothing at all. */
function requirements(root: Node, operation: Node): Requirement[] | undefined {
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
  const definition = isObject(stepInto(schemes, name)) ? canonical(stepInto(schemes, name)) : `not defined: ${name}`;
  return { ...onTheWire(name, stepInto(schemes, name), asked), definition };
}

function onTheWire(name: string, scheme: Json | undefined, asked: readonly string[]): Omit<Credential, "definition"> {
  const scopes = [...asked].sort();
  if (!isObject(scheme)) {
    return { place: "", scheme: undefined, scopes, shown: `${JSON.stringify(name)} (not defined)` };
  }
  const { type, in: place, name: field } = scheme;
  if (type === "http") {
    return overHttp(name, scheme.scheme, scopes);
  }
  // A bearer is often documented as a key in this header; whether it is one, only its description says.
  if (type === "apiKey" && String(field).toLowerCase() === "authorization" && place === "header") {
    return { place: header, scheme: undefined, scopes: [], shown: `${JSON.stringify(name)} (Authorization header)` };
  }
  if (type === "apiKey" && typeof place === "string" && typeof field === "string") {
    const shown = `${place} ${field}`;
    const exact = place === "header" ? shown.toLowerCase() : shown;
    return { place: exact, scheme: "key", scopes: [], shown };
  }
  if (type === "mutualTLS") {
    return { place: "certificate", scheme: "mutualTLS", scopes: [], shown: "mutual TLS" };
  }
  return ofOtherType(name, type, scopes);
}

const header = "header authorization";

function overHttp(name: string, scheme: Json | undefined, scopes: readonly string[]): Omit<Credential, "definition"> {
  if (typeof scheme !== "string") {
    return { place: header, scheme: undefined, scopes, shown: `${JSON.stringify(name)} (http, without a scheme)` };
  }
  const used = scheme.toLowerCase();
  return { place: header, scheme: used, scopes: [], shown: used };
}

function ofOtherType(name: string, type: Json | undefined, scopes: readonly string[]): Omit<Credential, "definition"> {
  const what = typeof type === "string" ? type : "of no known type";
  const known = type === "oauth2" || type === "openIdConnect";
  const asking = scopes.length > 0 ? `, scope ${scopes.join(" and ")}` : "";
  return {
    place: known ? header : "",
    scheme: known ? type : undefined,
    scopes,
    shown: `${JSON.stringify(name)} (${what}${asking})`,
  };
}

function shown(sets: readonly Requirement[]): string {
  return sets
    .map((set) => (set.length === 0 ? "no credentials" : set.map((one) => one.shown).join(" with ")))
    .join(" or ");
}
