import { describe, expect, test } from "vitest";
import { bodiesOf, bodyOf, operationOf, tried } from "./one-operation.js";

describe("a parameter in the path", () => {
  test.each([
    ["steps that a URL takes out", "{ enum: ['..', '.', north] }", ["/things/north"]],
    ["a slash of its own", "{ enum: [north/south, 'north\\\\south', south] }", ["/things/south"]],
    ["nothing at all", "{ enum: ['', east] }", ["/things/east"]],
  ])("is sent with no value that the path would not carry: %s", async (_what, schema, expected) => {
    const { sent, findings, gaps } = await tried(
      operationOf(`
        path: /things/{id}
        parameters: [{ name: id, in: path, required: true, schema: ${schema} }]
      `),
    );
    const accepted = sent.filter(({ check }) => check === "accepts-valid-request");
    expect([...new Set(accepted.map(({ target }) => target))]).toEqual(expected);
    expect(sent.filter(({ target }) => !/^\/things\/[^/]+$/.test(target))).toEqual([]);
    expect([findings, gaps]).toEqual([[], []]);
  });
});

describe("a list", () => {
  test.each([
    ["header", ""],
    ["header", "style: simple, explode: true,"],
    ["query", ""],
    ["query", "explode: false,"],
    ["query", "style: pipeDelimited, explode: false,"],
  ])("in the %s, written %s, reaches the mock's verdict", async (place, style) => {
    const document = operationOf(`
      parameters:
        - { name: X-Tags, in: ${place}, ${style} required: true,
            schema: { type: array, minItems: 1, maxItems: 3, items: { type: string, pattern: ^t } } }
    `);
    const { sent, findings, gaps, reasons } = await tried(document, { mock: true });
    const texts = sent.map(({ headers, target }) => headers.get("x-tags") ?? decodeURIComponent(target));
    expect(texts.some((text) => /t[^,|&]*[,|&](?:X-Tags=)?t/.test(text))).toBe(true);
    expect([findings, gaps, reasons.filter((reason) => reason.includes("Prism"))]).toEqual([[], [], []]);
  });
});

test.each(["minLength: 1", "not: { enum: [''] }"])(
  "an empty item, which a path cannot carry alone, is sent beside another: %s",
  async (rule) => {
    const { sent, gaps } = await tried(
      operationOf(`
        path: /things/{ids}
        parameters:
          - { name: ids, in: path, required: true, schema: { type: array, minItems: 1, items: { type: string, ${rule} } } }
      `),
    );
    expect(sent.map(({ target }) => target)).toContainEqual(expect.stringMatching(/^\/things\/(?:%2C\w|\w+%2C$)/));
    expect(gaps).toEqual([]);
  },
);

describe("a status that a range documents", () => {
  const document = operationOf(`
    responses:
      "204": { description: Put }
      4XX: { description: Refused }
    requestBody: { required: true, content: { application/json: { schema: { type: integer, minimum: 1 } } } }
  `);
  const refusing = (status: number) =>
    tried(document, {
      rewrite: (response) => (response.status === 400 ? { ...response, status } : response),
    });

  test("is as documented as one that is named", async () => {
    expect((await refusing(422)).findings).toEqual([]);
  });

  test.each([503, 302])("is in no other range: %i", async (status) => {
    const { findings } = await refusing(status);
    expect(findings.filter((finding) => finding.includes(`status ${status}`))).not.toEqual([]);
    expect(findings.some((finding) => /documented/.test(finding))).toBe(true);
  });
});

test("what stands beside a choice is sent with each variant of it, and broken in each", async () => {
  const run = await tried(
    bodyOf(`
      type: object
      required: [kind]
      properties: { kind: { type: string, minLength: 2 } }
      anyOf:
        - { required: [north], properties: { north: { type: integer } } }
        - { required: [south], properties: { south: { type: boolean } } }
    `),
  );
  const keys = bodiesOf(run, "accepts-valid-request").map((body) => Object.keys(Object(body)).sort().join());
  expect(keys).toEqual(expect.arrayContaining(["kind,north", "kind,south"]));
  expect(bodiesOf(run, "rejects-invalid-request")).toEqual(
    expect.arrayContaining([expect.objectContaining({ kind: expect.stringMatching(/^.$/), south: expect.anything() })]),
  );
});
