import { join } from "node:path";
import { expect, test } from "vitest";
import { readDocument } from "../contract-tests/model/document.js";
import { isObject, type Json, type JsonObject } from "../contract-tests/model/json.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { readAccepted, withAccepted } from "../scripts/compare/accepted.js";
import { compareDocuments } from "../scripts/compare/compare.js";
import { lineOf } from "../scripts/compare/words.js";

const ours = await readDocument(join(projectRoot, "generated", "openapi.json"));
const accepted = await readAccepted(join(projectRoot, "openapi", "accepted-differences.yaml"), "the list");

/** Our contract as a vendor would describe it who gives names and types, and no more. */
function loose(): JsonObject {
  const document = structuredClone(ours);
  visit(document, (node) => {
    if (node.operationId !== undefined && isObject(node.responses)) {
      node.responses = { "200": node.responses["200"] ?? null };
    }
    if (node.type === undefined && node.properties === undefined) {
      return;
    }
    for (const keyword of ["required", "pattern", "minLength", "format"]) {
      delete node[keyword];
    }
    if (node.additionalProperties === false) {
      delete node.additionalProperties;
    }
  });
  const { schemas } = isObject(document.components) ? document.components : {};
  if (!isObject(schemas)) {
    throw new Error("The contract has no schemas.");
  }
  schemas.EmailSignUpRequest = { $ref: "#/components/schemas/EmailSignUpByLoginId" };
  delete schemas.EmailSignUpByEmail;
  schemas.CustomClaims = { type: "object", additionalProperties: { type: "string" } };
  const newUser = fieldsOf(schemas, "NewUser");
  for (const field of Object.keys(newUser)) {
    newUser[field] = { type: "string" };
  }
  schemas.PkceChallenge = { type: "string", format: "bytes" };
  const unlisted: Record<string, readonly string[]> = {
    EmailSignInRequest: ["email", "user", "URI"],
    SmsSignInRequest: ["URI"],
    EmailSignUpByLoginId: ["URI"],
    SignInLoginOptions: ["templateId"],
    SignUpLoginOptions: ["templateId"],
  };
  for (const [schema, fields] of Object.entries(unlisted)) {
    for (const field of fields) {
      delete fieldsOf(schemas, schema)[field];
    }
  }
  return document;
}

function visit(node: Json | undefined, change: (node: JsonObject) => void): void {
  if (Array.isArray(node)) {
    for (const one of node) {
      visit(one, change);
    }
  }
  if (!isObject(node)) {
    return;
  }
  change(node);
  for (const one of Object.values(node)) {
    visit(one, change);
  }
}

function fieldsOf(schemas: JsonObject, name: string): JsonObject {
  const schema = schemas[name];
  if (!isObject(schema) || !isObject(schema.properties)) {
    throw new Error(`The contract has no ${name}.`);
  }
  return schema.properties;
}

const compared = (theirs: JsonObject) => withAccepted(compareDocuments(ours, theirs), accepted);
const news = (theirs: JsonObject) =>
  compared(theirs).differences.flatMap((one) => (one.accepted === undefined ? [lineOf(one)] : []));

test("each accepted difference is one that a loose description has", () => {
  expect(compared(loose()).stale).toEqual([]);
});

test("a field that is new there stands out alone", () => {
  const theirs = loose();
  const { schemas } = isObject(theirs.components) ? theirs.components : {};
  if (isObject(schemas)) {
    fieldsOf(schemas, "SmsSignInRequest").useFax = { type: "boolean" };
  }
  // Of what we added since the list was made, each difference is news as well.
  const before = news(loose());
  expect(news(theirs).filter((one) => !before.includes(one))).toEqual(["request body: useFax: is new"]);
});
