import fc from "fast-check";
import { expect, test } from "vitest";
import { contracts } from "./contracts.js";
import { tryContract, withExamples } from "./try-contract.js";

/**
 * `RANDOM_CONTRACTS=1000 RANDOM_SEED=7 npx vitest run tests/contract-tests/random` tries more and others. What is
 * found is mended, and kept below in words of its own.
 */
const count = Number(process.env.RANDOM_CONTRACTS ?? 8);
const seed = Number(process.env.RANDOM_SEED ?? 3);

test(`a healthy provider of any contract raises no finding, and the run ends (${count} contracts, seed ${seed})`, {
  timeout: 120_000 + count * 10_000,
}, async () => {
  const property = fc.asyncProperty(contracts, fc.constantFrom("none", "one", "named"), async (contract, examples) => {
    const { problems } = await tryContract(withExamples(contract, examples), 7);
    expect(problems).toEqual([]);
  });
  // Smaller contracts are looked for where somebody asked for more: it takes minutes.
  await fc.assert(property, { numRuns: count, seed, endOnFailure: process.env.RANDOM_CONTRACTS === undefined });
});

const contractOf = (operation: object, path = "/sails") => ({
  openapi: "3.1.0",
  info: { title: "Sails", version: "1.0.0" },
  servers: [{ url: "https://api.example.com" }],
  paths: { [path]: { put: { operationId: "setSail", ...operation } } },
});
const error = {
  description: "Refused",
  content: { "application/json": { schema: { type: "object", required: ["why"], properties: { why: {} } } } },
};
const jsonBody = (schema: object) => ({ content: { "application/json": { schema } } });

/** What chance, or a document of somebody else's, has found. */
const found: readonly [what: string, document: ReturnType<typeof contractOf>][] = [
  [
    "a refusal that a range documents, beside a status by name",
    contractOf({
      requestBody: { required: true, ...jsonBody({ type: "object" }) },
      responses: { "204": { description: "Set" }, "422": error, "4XX": error },
    }),
  ],
  [
    "a body that is a number, cut short, is another number",
    contractOf({
      requestBody: { required: true, ...jsonBody({ type: "integer", enum: [12, 1] }) },
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "a field that is only ever sent is not looked for in a response",
    contractOf({
      responses: {
        "200": {
          description: "Set",
          ...jsonBody({
            type: "object",
            required: ["pin", "name"],
            properties: { pin: { type: "string", writeOnly: true }, name: { type: "string" } },
          }),
        },
      },
    }),
  ],
  [
    "a list within a list of schemas, and a mark beside it",
    contractOf({
      requestBody: jsonBody({
        allOf: [
          { type: "object", properties: { id: { type: "string", readOnly: true } } },
          { type: "object", properties: { kind: { enum: ["jib", "main"] } } },
        ],
      }),
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "an empty text in a list, in a query that may be empty",
    contractOf({
      parameters: [
        {
          name: "q",
          in: "query",
          allowEmptyValue: true,
          style: "pipeDelimited",
          schema: { type: "array", minItems: 1, items: { type: "string" } },
        },
      ],
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "a label with a dot in its value, and a matrix that may be empty",
    contractOf(
      {
        parameters: [
          { name: "id", in: "path", required: true, style: "label", explode: true, schema: { enum: [4.5] } },
          { name: "kind", in: "path", required: true, style: "matrix", schema: { enum: ["", "jib"] } },
        ],
        responses: { "204": { description: "Set" }, "400": error },
      },
      "/sails/{id}/{kind}",
    ),
  ],
  [
    "a path in which no value can stand",
    contractOf(
      {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string", format: "uri" } }],
        responses: { "204": { description: "Set" }, "400": error },
      },
      "/sails/{id}",
    ),
  ],
];

test.each(found)("found before: %s", async (_what, document) => {
  expect((await tryContract(JSON.parse(JSON.stringify(document)), 7)).problems).toEqual([]);
});
