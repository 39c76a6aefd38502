import { isObject, type Json, type JsonObject, setField } from "../model/json.js";
import { limits } from "../model/limits.js";
import { marks } from "../model/marks.js";
import { type Node, objectAt, partsOf } from "../model/node.js";
import type { Operation, Parameter } from "../model/operation.js";
import { type View, view } from "../schema/view.js";
import { sitesOf } from "../schema/walk.js";
import { innerValues } from "../schema/walk-value.js";
import type { Params, RequestPlan } from "./plan.js";

/** A value inside a request, and the contract's marks on it. */
export interface MarkedValue {
  readonly value: Json;
  /**
   * `identity`: a schema that could hold the value is marked as one that identifies a person. `known`: the contract
   * knows the field or the item, and it has no mark. `unknown`: the contract does not know the field or item.
   */
  readonly attribution: "identity" | "known" | "unknown";
  /** Whether it makes a message go to somebody else than the one who is named. */
  readonly divertsMessage?: boolean;
}

/** The same with its place in the request. */
export interface Field extends Required<MarkedValue> {
  /** As people write it, such as `user.tags.[]`, with `*` for the name of an entry; empty for a whole body. */
  readonly path: string;
  /** The schemas that could hold the value. */
  readonly nodes: readonly Node[];
  /** Whether the contract asks for it: it cannot be left out. */
  readonly isRequired: boolean;
  /** Whether the provider has to know the value, and refuses others. */
  readonly isKnown: boolean;
  /** Whether it goes with the refresh JWT of a user who is signed in. */
  readonly needsRefreshJwt: boolean;
}

/** Every schema that could hold a value: the schemas themselves and their branches at every depth. */
function holders(nodes: readonly Node[]): View[] {
  const found: View[] = [];
  const seen = new Set<unknown>();
  const add = (node: Node) => {
    if (seen.has(node.value) && isObject(node.value)) {
      return;
    }
    seen.add(node.value);
    const schema = view(node);
    found.push(schema);
    for (const branch of schema.branches) {
      add(branch);
    }
  };
  for (const node of nodes) {
    add(node);
  }
  return found;
}

function isMarked(schemas: readonly View[], mark: string = marks.identifiesPerson): boolean {
  return schemas.some(({ node }) => partsOf(node).some((part) => Boolean(objectAt(part)[mark])));
}

/** Where a value is: what {@link Field} says of its place, and the marks on what holds it, such as a parameter. */
interface Place {
  readonly path: string;
  readonly isRequired: boolean;
  readonly isIdentity?: boolean;
  readonly beside?: JsonObject;
}

/**
 * Applies `edit` to a value and to all inside it, the outer ones first: its result replaces the value as it is, and
 * undefined leaves the value out. A mark of identities counts for everything below it. The variant that a provider
 * would choose is not guessed: all that could hold a value count.
 */
export function edited(
  nodes: readonly Node[],
  value: Json,
  edit: (field: Field) => Json | undefined,
  { path, isRequired, isIdentity = false, beside = {} }: Place = { path: "", isRequired: true },
): Json | undefined {
  const schemas = holders(nodes);
  const has = (mark: string) => beside[mark] === true || isMarked(schemas, mark);
  const identity = isIdentity || has(marks.identifiesPerson);
  const unmarked = schemas.length > 0 ? "known" : "unknown";
  const isOn = value !== false && value !== null;
  const made = edit({
    value,
    attribution: identity ? "identity" : unmarked,
    divertsMessage: isOn && has(marks.divertsMessage),
    isKnown: has(marks.knownToProvider),
    needsRefreshJwt: isOn && has(marks.needsRefreshJwt),
    path,
    nodes,
    isRequired,
  });
  if (made !== value || typeof value !== "object" || value === null) {
    return made;
  }
  const below = (name: string, [inner, one]: [Node[], Json]) =>
    edited(inner, one, edit, {
      path: path === "" ? name : `${path}.${name}`,
      isRequired: schemas.some(({ facts }) => facts.required.has(name)),
      isIdentity: identity,
    });
  const inside = innerValues(schemas, value);
  if (Array.isArray(value)) {
    return inside.map((one) => below("[]", one)).filter((item) => item !== undefined);
  }
  const copy: JsonObject = {};
  for (const [index, name] of Object.keys(value).entries()) {
    const isListed = schemas.some(({ properties }) => properties.some(([known]) => known === name));
    const [inner, one] = inside[index] ?? [[], null];
    const kept = below(isListed ? name : "*", [inner, one]);
    if (kept !== undefined) {
      setField(copy, name, kept);
    }
  }
  return copy;
}

/** The same for the parameters and the body of a planned request. A body that is sent as text stays as it is. */
export function editedPlan(
  { body, parameters }: Operation,
  plan: RequestPlan,
  edit: (field: Field) => Json | undefined,
): RequestPlan {
  const ofParameter = (place: string, name: string, value: Json): Json | undefined => {
    const parameter = parameters.find((one) => one.in === place && one.name === name);
    return edited(parameter?.schema ? [parameter.schema] : [], value, edit, {
      path: name,
      isRequired: parameter?.required === true,
      beside: objectAt(parameter?.node),
    });
  };
  const params: Params = Object.fromEntries(
    Object.entries(plan.params ?? {}).map(([place, values]) => [
      place,
      Object.fromEntries(
        Object.entries(values ?? {}).flatMap(([name, value]) => {
          const kept = ofParameter(place, name, value);
          return kept === undefined ? [] : [[name, kept]];
        }),
      ),
    ]),
  );
  const json = plan.body && "json" in plan.body ? plan.body.json : undefined;
  const made = json === undefined ? undefined : edited(bodySchemas({ body }), json, edit);
  return { ...plan, ...(plan.params && { params }), ...(made !== undefined && { body: { json: made } }) };
}

/** A value with all that is inside it, each with the contract's marks on it. */
export function markedValues(nodes: readonly Node[], value: Json): Field[] {
  const found: Field[] = [];
  edited(nodes, value, (field) => {
    found.push(field);
    return field.value;
  });
  return found;
}

/** The same for a planned request. */
export function markedFields(operation: Operation, plan: RequestPlan): Field[] {
  const found: Field[] = [];
  editedPlan(operation, plan, (field) => {
    found.push(field);
    return field.value;
  });
  return found;
}

/** An edit that replaces the texts of identities. */
export function replacing(replace: (text: string) => string): (field: Field) => Json {
  return ({ value, attribution }) => (typeof value === "string" && attribution === "identity" ? replace(value) : value);
}

/** The schemas of an operation's body, whatever its media type. */
export function bodySchemas({ body }: Pick<Operation, "body">): Node[] {
  return (body?.content ?? []).flatMap(({ schema }) => (schema ? [schema] : []));
}

/** Whether a parameter, or anything inside of its values, identifies a person. */
export function isIdentityParameter({ node, schema }: Parameter): boolean {
  if (objectAt(node)[marks.identifiesPerson] === true) {
    return true;
  }
  // Where the walk had to stop before the end, a mark can be further down.
  const sites = schema === undefined ? [] : sitesOf(schema);
  return sites.length >= limits.sites || sites.some(({ view: inside }) => isMarked([inside]));
}
