import { exampleCodes } from "../checks/response.js";
import type { Contract } from "../model/contract.js";
import { isObject, isStrings, type JsonObject, parseJson } from "../model/json.js";
import { reachedFrom, visit } from "../model/layout.js";
import { marks } from "../model/marks.js";
import { child, objectAt, rootNode } from "../model/node.js";
import { errorParts } from "../model/table.js";
import { madeUpProjectId, type Target } from "../provider/target.js";
import { echoOf } from "./echo.js";
import { outlineOf } from "./outline.js";

/** Decides which parts of a run may be shown. */
interface Withholding {
  /**
   * A provider's words on an operation, as they may be shown: as they are and at most `most` long, or their outline.
   */
  readonly said: (operation: string, text: string, most: number) => string;
  /** Text of our own or of the contract, with the project ID and the recipients replaced. */
  readonly own: (text: string) => string;
  /** The value of an `Authorization` header: the project ID alone is left, for `curl` to replace. */
  readonly authorization: (value: string) => string;
  /** The code and the description in an error body, to tell errors apart. Not to be shown. */
  readonly errorIn: (text: string) => string;
  /** The outline of a request's body, if values of requests are withheld too, as they may identify people. */
  readonly outlined: ((text: string) => string) | undefined;
}

/**
 * Decides which parts of a run may be shown. A response is given in outline only (the documented names in it, and the
 * types of their values) if its operation has a secret field, wherever the response may put it; if real people may be
 * behind the provider; and if it gives back a piece of the credentials.
 */
export function withholding(contract: Contract, target: Target): Withholding {
  const { projectId, bearerName = "DESCOPE_PROJECT_ID", remote, ownMock, recipients = [] } = target;
  const secretive = operationsWithSecrets(contract);
  const fields = fieldsOf(contract.document);
  const known = documentedTexts(contract, fields);
  const names = new Set(fields.map(({ name }) => name));
  const outlined = (text: string) => outlineOf(text, { names, known });
  const secretFields = fields.filter(({ schema }) => schema[marks.secret] === true).map(({ name }) => name);
  const secretNames = echoOf([...new Set(secretFields)], Number.POSITIVE_INFINITY);
  const credentials = echoOf(secretsOf(target));
  const hides = (operation: string, text: string) =>
    remote || secretive.has(operation) || credentials(text) || (!ownMock && secretNames(text));
  const { code = "", description = "" } = errorParts(contract.operations) ?? {};
  const own = (text: string) =>
    recipients.reduce(
      (shown, recipient) => shown.replaceAll(recipient, "(a recipient)"),
      text.replaceAll(projectId, () => `$${bearerName}`),
    );
  return {
    said: (operation, text, most) => {
      if (known.has(text) || text === "" || usualTypes.test(text)) {
        return text;
      }
      return hides(operation, text) ? `(withheld: ${outlined(text)})` : cut(text, most);
    },
    own,
    authorization: (value) => {
      const scheme = /^(Bearer|Basic)(?= |$)/.exec(value)?.[0] ?? "";
      return credentials(value.replace(projectId, "")) ? `${scheme} (withheld)`.trim() : value;
    },
    errorIn: (text) => {
      const json = parseJson(text);
      const parts = isObject(json) ? [json[code], json[description]] : [];
      const [shownCode = "", words = ""] = parts.map((part) => JSON.stringify(part ?? null));
      // A number in it, such as that of the request, makes it no other error.
      return JSON.stringify([shownCode, words.replaceAll(/[0-9a-f-]*\d[0-9a-f-]*/gi, "#")]);
    },
    outlined: remote ? outlined : undefined,
  };
}

/**
 * The texts of which a response must not give back a piece: the credentials, and the values of headers that are long
 * enough for one.
 */
function secretsOf({ projectId, credential, refreshJwt, headers = [] }: Target): string[] {
  const values = headers.flatMap(([, value]) => (value.length < 6 ? [] : [value]));
  return [projectId, credential, refreshJwt, ...values].filter(
    (secret): secret is string => secret !== undefined && secret !== madeUpProjectId,
  );
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The fields of all schemas of a document, each with its schema, followed through a `$ref`. */
function fieldsOf(document: JsonObject): { readonly name: string; readonly schema: JsonObject }[] {
  const found: { name: string; schema: JsonObject }[] = [];
  const root = rootNode(document);
  visit(document, ({ properties }, tokens) => {
    for (const name of isObject(properties) ? Object.keys(properties) : []) {
      found.push({ name, schema: objectAt(child(root, ...tokens, "properties", name)) });
    }
  });
  return found;
}

/** The operations from which a schema marked `x-secret` can be reached, by any keyword and reference. */
function operationsWithSecrets({ operations, document }: Contract): Set<string> {
  const isSecret = (one: unknown) => Object.hasOwn(Object(one), marks.secret) && Object(one)[marks.secret] !== false;
  return new Set(
    operations.filter(({ node }) => [...reachedFrom(document, [node.value])].some(isSecret)).map(({ id }) => id),
  );
}

/** The content types that servers fall back to. */
const usualTypes =
  /^(?:application\/(?:(?:problem\+)?json|xml|octet-stream|x-www-form-urlencoded)|text\/(?:html|plain|xml))$/;

/** Texts that everybody can read in the contract. */
function documentedTexts(contract: Contract, fields: ReturnType<typeof fieldsOf>): Set<string> {
  const responses = contract.operations.flatMap((operation) => operation.responses);
  const types = responses.flatMap(({ content }) => content.map(({ mediaType }) => mediaType));
  const codes = fields
    .filter(({ schema }) => schema["x-error-part"] === "code")
    .flatMap(({ schema }) => [schema.examples, schema.enum].flatMap((list) => (isStrings(list) ? list : [])));
  return new Set([...types, ...codes, ...exampleCodes(contract, responses)]);
}
