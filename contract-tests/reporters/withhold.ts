import { exampleCodes } from "../checks/response.js";
import type { Contract } from "../model/contract.js";
import { isObject, type Json, type JsonObject, parseJson } from "../model/json.js";
import { visit } from "../model/layout.js";
import { marks, reachedFrom } from "../model/marks.js";
import { child, objectAt, rootNode } from "../model/node.js";
import type { Target } from "../provider/target.js";
import { madeUpProjectId } from "../provider/target.js";
import { echoOf } from "./echo.js";

/** What of a run may be shown. */
export interface Withholding {
  /** What a provider said on an operation, as it may be shown: as it stands and at most `most` long, or its outline. */
  readonly said: (operation: string, text: string, most: number) => string;
  /** Text of our own or of the contract, with the project ID and the recipients replaced. */
  readonly own: (text: string) => string;
  /** The value of an `Authorization` header: the project ID alone is left, for `curl` to replace. */
  readonly authorization: (value: string) => string;
  /** Whether values of requests are withheld too: they may identify people. */
  readonly hidesRequests: boolean;
}

/**
 * Decides what of a run may be shown. A response is given in outline only (the documented names in it, and the types of
 * their values) where its operation has a secret field, wherever the response may put it; where real people may be
 * behind the provider; and where it gives back a piece of the credentials.
 */
export function withholding(contract: Contract, target: Target): Withholding {
  const { projectId, bearerName = "DESCOPE_PROJECT_ID", remote, ownMock, recipients = [] } = target;
  const secretive = operationsWithSecrets(contract);
  const known = documentedTexts(contract);
  const outline = outlineOf(namesIn(contract.document));
  const secretNames = echoOf(secretFields(contract.document), Number.POSITIVE_INFINITY);
  const credentials = echoOf(secretsOf(target));
  const hides = (operation: string, text: string) =>
    remote || secretive.has(operation) || credentials(text) || (!ownMock && secretNames(text));
  const own = (text: string) =>
    recipients.reduce(
      (shown, recipient) => shown.replaceAll(recipient, "(a recipient)"),
      text.replaceAll(projectId, () => `$${bearerName}`),
    );
  return {
    said: (operation, text, most) => {
      if (known.has(text) || text === "") {
        return text;
      }
      return hides(operation, text) ? `(withheld: ${outline(text)})` : cut(text, most);
    },
    own,
    authorization: (value) => {
      const scheme = /^(Bearer|Basic)(?= |$)/.exec(value)?.[0] ?? "";
      return credentials(value.replace(projectId, "")) ? `${scheme} (withheld)`.trim() : value;
    },
    hidesRequests: remote,
  };
}

/** What a response must give no piece of back: the credentials, and the values of headers that are long enough for one. */
function secretsOf({ projectId, credential, refreshJwt, headers = [] }: Target): string[] {
  const values = headers.flatMap(([, value]) => (value.length < 6 ? [] : [value]));
  return [projectId, credential, refreshJwt, ...values].filter(
    (secret): secret is string => secret !== undefined && secret !== madeUpProjectId,
  );
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The names of the fields whose schema, followed through a `$ref`, is marked `x-secret`; wherever they are, each once. */
function secretFields(document: Contract["document"]): string[] {
  const found = new Set<string>();
  visit(document, (_, tokens) => {
    const [parent, name] = tokens.slice(-2);
    const isField = parent === "properties" && name !== undefined;
    if (isField && objectAt(child(rootNode(document), ...tokens))[marks.secret] === true) {
      found.add(name);
    }
  });
  return [...found];
}

/** The operations from which a schema marked `x-secret` can be reached, by any keyword and reference. */
function operationsWithSecrets({ operations, document }: Contract): Set<string> {
  const isSecret = (one: unknown) => Object.hasOwn(Object(one), marks.secret) && Object(one)[marks.secret] !== false;
  return new Set(
    operations.filter(({ node }) => [...reachedFrom(document, [node.value])].some(isSecret)).map(({ id }) => id),
  );
}

const usualTypes = [
  "application/json",
  "application/problem+json",
  "application/xml",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
  "text/html",
  "text/plain",
  "text/xml",
];

/** Texts that say nothing but what everybody can read in the contract. */
function documentedTexts(contract: Contract): Set<string> {
  const responses = contract.operations.flatMap((operation) => operation.responses);
  const types = responses.flatMap(({ content }) => content.map(({ mediaType }) => mediaType));
  return new Set([...usualTypes, ...types, ...exampleCodes(contract, responses)]);
}

/** Every name that a document gives to a field. */
function namesIn(document: Json): Set<string> {
  return new Set(fieldNames(document));
}

function fieldNames(value: Json): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(fieldNames);
  }
  if (!isObject(value)) {
    return [];
  }
  const own = isObject(value.properties) ? Object.keys(value.properties) : [];
  return [...own, ...Object.values(value).flatMap(fieldNames)];
}

/** How deep an outline goes, and how many fields of an object it names. */
const outlineLimits = { depth: 4, fields: 20 };

/** What a text is, without its values and without names that the contract does not have. */
function outlineOf(names: ReadonlySet<string>): (text: string) => string {
  return (text) => {
    const json = parseJson(text);
    return json === undefined ? `${text.length} characters, no JSON` : outline(json, names, outlineLimits.depth);
  };
}

function outline(value: Json, names: ReadonlySet<string>, depth: number): string {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return outlineOfList(value, names, depth);
  }
  if (!isObject(value)) {
    return typeof value;
  }
  return depth === 0 ? "object" : outlineOfObject(value, names, depth);
}

function outlineOfList(list: readonly Json[], names: ReadonlySet<string>, depth: number): string {
  const [first] = list;
  if (first === undefined) {
    return "[]";
  }
  return depth === 0 ? "list" : `[${list.length} × ${outline(first, names, depth - 1)}]`;
}

function outlineOfObject(object: JsonObject, names: ReadonlySet<string>, depth: number): string {
  const documented = Object.entries(object).filter(([name]) => names.has(name));
  const others = Object.keys(object).length - documented.length;
  const shown = documented
    .slice(0, outlineLimits.fields)
    .map(([name, inner]) => `${name}: ${outline(inner, names, depth - 1)}`);
  const left = documented.length - shown.length;
  const parts = [...shown, ...(left > 0 ? [`${left} more`] : []), ...(others > 0 ? [`${others} undocumented`] : [])];
  return `{${parts.join(", ")}}`;
}
