import type { JsonObject } from "../../../contract-tests/model/json.js";

const contractOf = (operation: JsonObject, path = "/sails"): JsonObject => ({
  openapi: "3.1.0",
  info: { title: "Sails", version: "1.0.0" },
  servers: [{ url: "https://api.example.com" }],
  paths: { [path]: { put: { operationId: "setSail", ...operation } } },
});
const error: JsonObject = {
  description: "Refused",
  content: { "application/json": { schema: { type: "object", required: ["why"], properties: { why: {} } } } },
};
const jsonBody = (schema: JsonObject): JsonObject => ({ content: { "application/json": { schema } } });

/** What chance, or a document of somebody else's, has found. */
export const found: readonly [what: string, document: JsonObject][] = [
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
  [
    "a bound that is no multiple",
    contractOf({
      requestBody: jsonBody({ type: "integer", minimum: 7, maximum: 33, multipleOf: 4 }),
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "a value that no header can carry, beside some that can",
    contractOf({
      parameters: [
        { name: "X-Cloth", in: "header", schema: { type: "string", enum: ["größer", "", "flax"] } },
        {
          name: "X-Cut",
          in: "header",
          required: true,
          schema: {
            type: "object",
            required: ["cloth"],
            properties: { cloth: { type: "string", enum: ["größer", "flax"] }, reefs: { type: "integer", enum: [3] } },
          },
        },
        { name: "X-Never", in: "header", schema: { type: "string", enum: ["größer"] } },
      ],
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "a list that takes no item twice, of items that are few or short",
    contractOf({
      requestBody: jsonBody({
        type: "object",
        properties: {
          letters: { type: "array", uniqueItems: true, maxItems: 6, items: { type: "string", maxLength: 1 } },
          flags: { type: "array", uniqueItems: true, maxItems: 6, items: { type: "boolean" } },
          none: { type: "array", maxItems: 0, items: { type: "object", properties: { reefs: { type: "integer" } } } },
        },
      }),
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "a field of a parameter that cannot be left out without leaving out the parameter",
    contractOf(
      {
        parameters: [
          {
            name: "id",
            in: "path",
            required: true,
            style: "matrix",
            schema: {
              type: "object",
              required: ["kind"],
              properties: { kind: { type: "string" }, at: { type: "string", format: "uri" } },
            },
          },
          {
            name: "q",
            in: "query",
            schema: { type: "object", required: ["mast"], properties: { mast: { type: "string", pattern: "^\\S+$" } } },
          },
        ],
        responses: { "204": { description: "Set" }, "400": error },
      },
      "/sails/{id}",
    ),
  ],
  [
    "a query in JSON that may be null, which to the client is none",
    contractOf({
      parameters: [{ name: "q", in: "query", content: { "application/json": { schema: {} } } }],
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "fields of a path that mean different kinds of things, and one that could hold the other",
    contractOf(
      {
        parameters: [
          {
            name: "id",
            in: "path",
            required: true,
            style: "label",
            explode: true,
            schema: {
              type: "object",
              required: ["kind"],
              properties: { kind: { type: "string", pattern: "^\\S+$" }, reefs: { type: "number", minimum: 1 } },
            },
          },
          {
            name: "cut",
            in: "path",
            required: true,
            style: "label",
            schema: {
              type: "object",
              required: ["is"],
              properties: { is: { type: "string", enum: ["true"] }, reefs: { type: "integer", maximum: 20 } },
            },
          },
        ],
        responses: { "204": { description: "Set" }, "400": error },
      },
      "/sails/{id}/{cut}",
    ),
  ],
  [
    "an exploded matrix of one empty text",
    contractOf(
      {
        parameters: [
          {
            name: "id",
            in: "path",
            required: true,
            style: "matrix",
            explode: true,
            schema: { type: "array", minItems: 1, items: { type: "string" } },
          },
        ],
        responses: { "204": { description: "Set" }, "400": error },
      },
      "/sails/{id}",
    ),
  ],
  [
    "a body that is documented in answer to HEAD, and never comes",
    {
      ...contractOf({}),
      paths: {
        "/sails": {
          head: {
            operationId: "lookAtSails",
            responses: { "200": { description: "Some", ...jsonBody({}) }, "400": error },
          },
        },
      },
    },
  ],
  [
    "a variant that asks for what is not the client's to send",
    contractOf({
      requestBody: jsonBody({
        type: "object",
        properties: { mark: { type: "string", readOnly: true } },
        anyOf: [{ required: ["cloth"] }, { required: ["mark"] }],
      }),
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "a query in JSON whose field has the name of another parameter",
    contractOf({
      parameters: [
        {
          name: "q",
          in: "query",
          content: { "application/json": { schema: { properties: { cloth: { const: 7 } } } } },
        },
        { name: "cloth", in: "query", schema: { type: "string" } },
      ],
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "an example that no request can carry",
    contractOf({
      parameters: [
        {
          name: "X-Cut",
          in: "header",
          example: "größer",
          schema: { type: "string", pattern: "^\\p{L}+$" },
        },
      ],
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "bodies of any value, of a field that nobody lists, and of other kinds of JSON",
    {
      ...contractOf({}),
      paths: {
        "/sails": {
          post: {
            operationId: "addSail",
            requestBody: { required: true, content: { "application/json": {} } },
            responses: { "204": { description: "Added" }, "4XX": error },
          },
          put: {
            operationId: "setSail",
            requestBody: { required: true, ...jsonBody({ type: "object", required: ["cloth"] }) },
            responses: { "204": { description: "Set" }, "400": error },
          },
          patch: {
            operationId: "changeSail",
            requestBody: {
              required: true,
              content: { "application/merge-patch+json": { schema: { type: "object", maxProperties: 1 } } },
            },
            responses: { "204": { description: "Set" }, "400": error },
          },
          delete: {
            operationId: "dropSail",
            requestBody: jsonBody({ type: "string", not: {} }),
            responses: { "204": { description: "Gone" }, "400": error },
          },
        },
      },
    },
  ],
  [
    "fields that ask for others, lists that have to hold something, and names of fields",
    contractOf({
      requestBody: jsonBody({
        type: "object",
        properties: {
          mast: { type: "integer" },
          boom: { type: "string", enum: ["long"] },
          reefs: { type: "array", contains: { const: "second" }, items: { type: "string" } },
          marks: { type: "object", propertyNames: { pattern: "^m_" }, additionalProperties: { type: "boolean" } },
          tack: { type: "string", not: { enum: ["text"] } },
          secret: { type: "string", pattern: "^(?=.*[A-Z])(?=.*[0-9]).{8,}$" },
        },
        dependentRequired: { boom: ["mast"] },
        dependentSchemas: { mast: { required: ["stay"], properties: { stay: { type: "integer", minimum: 3 } } } },
        if: { required: ["tack"] },
        // biome-ignore lint/suspicious/noThenProperty: that is the keyword
        then: { required: ["sheet"], properties: { sheet: { type: "boolean" } } },
      }),
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "credentials that only 403 refuses, and invalid requests that only a range refuses",
    {
      ...contractOf({
        requestBody: jsonBody({ type: "integer" }),
        security: [{ key: [] }],
        responses: { "204": { description: "Set" }, "403": error, "4XX": error },
      }),
      components: { securitySchemes: { key: { type: "apiKey", in: "cookie", name: "key" } } },
    },
  ],
  [
    "a header of texts that excludes the plainest one",
    contractOf({
      parameters: [
        {
          name: "X-Cloths",
          in: "header",
          schema: { type: "array", minItems: 1, items: { type: "string", not: { enum: ["text"] } } },
        },
      ],
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
  [
    "bodies documented for statuses that have none",
    contractOf({
      responses: {
        "205": { description: "Set", content: { "application/json": { schema: {}, example: { set: true } } } },
        "304": { description: "As it was", content: { "application/json": { schema: {}, example: {} } } },
      },
    }),
  ],
  [
    "a body that may come as text too",
    contractOf({
      requestBody: {
        required: true,
        content: {
          "application/json": { schema: { type: "object", required: ["reefs"], properties: { reefs: {} } } },
          "text/plain": {},
        },
      },
      responses: { "204": { description: "Set" }, "400": error },
    }),
  ],
];
