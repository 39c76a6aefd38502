import { describe, expect, test } from "vitest";
import type { CheckName } from "../../../contract-tests/cases/case.js";
import { checksWith, type Rewrite, rewriting, runAll, sharedMock, withJson } from "../support.js";

const { contract, url } = sharedMock();
const operation = "signInEnchantedLinkEmail";

const onStatus =
  (status: number, rewrite: Rewrite): Rewrite =>
  (response, request) =>
    response.status === status ? rewrite(response, request) : response;
const json =
  (change: Parameters<typeof withJson>[1]): Rewrite =>
  (response) =>
    withJson(response, change);
const status =
  (to: number): Rewrite =>
  async (response) =>
    new Response(to === 204 ? null : await response.text(), { status: to, headers: response.headers });
const header =
  (name: string, value: string | null): Rewrite =>
  async (response) => {
    const headers = new Headers(response.headers);
    if (value === null) headers.delete(name);
    else headers.set(name, value);
    return new Response(await response.text(), { status: response.status, headers });
  };
const text =
  (body: string, type: string): Rewrite =>
  (response) =>
    new Response(body, { status: response.status, headers: { "content-type": type } });
const accept = () =>
  new Response(JSON.stringify({ linkId: "42", pendingRef: "r", maskedEmail: "a***@example.com" }), {
    headers: { "content-type": "application/json" },
  });
const refuse = () =>
  new Response(JSON.stringify({ errorCode: "E011003", errorDescription: "Request is invalid" }), {
    status: 400,
    headers: { "content-type": "application/json" },
  });

/** One fault each, and the check whose job it is to notice. */
const broken: readonly [fault: string, rewrite: Rewrite, noticedBy: CheckName][] = [
  [
    "a required field is renamed",
    onStatus(
      200,
      json(({ linkId, ...rest }) => ({ ...rest, link_id: linkId ?? null })),
    ),
    "response-conforms",
  ],
  [
    "a required field is missing",
    onStatus(
      200,
      json(({ pendingRef: _gone, ...rest }) => rest),
    ),
    "response-conforms",
  ],
  [
    "a string becomes an integer",
    onStatus(
      200,
      json((body) => ({ ...body, linkId: 42 })),
    ),
    "response-conforms",
  ],
  [
    "a field is null",
    onStatus(
      200,
      json((body) => ({ ...body, maskedEmail: null })),
    ),
    "response-conforms",
  ],
  [
    "the address is not masked",
    onStatus(
      200,
      json((body) => ({ ...body, maskedEmail: "grace@example.com" })),
    ),
    "response-conforms",
  ],
  [
    "the body is wrapped",
    onStatus(
      200,
      json((body) => ({ data: body })),
    ),
    "response-conforms",
  ],
  ["the body is an array", onStatus(200, text("[]", "application/json")), "response-conforms"],
  ["the body is empty", onStatus(200, text("", "application/json")), "response-conforms"],
  ["a page of HTML comes with 200", onStatus(200, text("<html></html>", "text/html")), "response-conforms"],
  ["success moves to 201", onStatus(200, status(201)), "accepts-valid-request"],
  ["success moves to 204", onStatus(200, status(204)), "accepts-valid-request"],
  ["the label of a success is wrong", onStatus(200, header("content-type", "text/plain")), "response-conforms"],
  ["Retry-After is gone", onStatus(429, header("retry-after", null)), "serves-every-example"],
  [
    "Retry-After is a date",
    onStatus(429, header("retry-after", "Fri, 31 Dec 1999 23:59:59 GMT")),
    "serves-every-example",
  ],
  ["429 moves to 503", onStatus(429, status(503)), "serves-every-example"],
  ["400 moves to 422", onStatus(400, status(422)), "rejects-invalid-request"],
  ["401 moves to 403", onStatus(401, status(403)), "requires-credentials"],
  [
    "a documented code changes",
    onStatus(
      400,
      json((body) => ({ ...body, errorCode: "E099999" })),
    ),
    "serves-every-example",
  ],
  [
    "a code is a number",
    onStatus(
      400,
      json((body) => ({ ...body, errorCode: 11003 })),
    ),
    "rejects-invalid-request",
  ],
  ["an error is a page of HTML", onStatus(400, text("<h1>Bad</h1>", "text/html")), "rejects-invalid-request"],
  [
    "an error has another shape",
    onStatus(
      401,
      json(({ errorCode }) => ({ error: { code: errorCode ?? null } })),
    ),
    "requires-credentials",
  ],
  ["credentials are not enforced", onStatus(401, accept), "requires-credentials"],
  [
    "another scheme will do",
    (response, request) => (request.headers.get("authorization")?.startsWith("Basic") ? accept() : response),
    "requires-credentials",
  ],
  [
    "an optional field is refused",
    async (response, request) =>
      (await request.text()).includes("templateOptions") && response.status === 200 ? refuse() : response,
    "accepts-valid-request",
  ],
  [
    "a shorter login ID than documented is refused",
    async (response, request) => ((await request.text()).includes('"loginId":"a"') ? refuse() : response),
    "accepts-valid-request",
  ],
  ["invalid requests crash it", onStatus(400, status(500)), "rejects-invalid-request"],
  [
    "it breaks the connection",
    (response, request) => {
      if (request.headers.has("prefer") || response.status !== 200) return response;
      throw new TypeError("fetch failed");
    },
    "accepts-valid-request",
  ],
];

describe("a provider with one fault is caught by the check whose job it is", () => {
  test.each(broken)("%s", async (_fault, rewrite, noticedBy) => {
    const ran = await runAll(contract, rewriting(url(), rewrite), { operation, check: noticedBy });
    expect(checksWith(ran, "breaking")).toEqual([noticedBy]);
  });
});

describe("a provider that a consumer could live with", () => {
  test("the healthy original passes everything", async () => {
    const ran = await runAll(
      contract,
      rewriting(url(), (response) => response),
      { operation },
    );
    const others = ran.filter(({ outcome }) => outcome.outcome !== "passed");
    expect(others.map(({ one }) => one.name)).toEqual([]);
  });

  const compatible: readonly [change: string, rewrite: Rewrite][] = [
    [
      "a response field more",
      onStatus(
        200,
        json((body) => ({ ...body, added: true })),
      ),
    ],
    [
      "an error field more",
      onStatus(
        400,
        json((body) => ({ ...body, traceId: "t-1" })),
      ),
    ],
    ["a header more", header("x-request-id", "1")],
    ["a charset in the label", onStatus(200, header("content-type", "application/json; charset=utf-8"))],
    [
      "other valid values",
      onStatus(
        200,
        json((body) => ({ ...body, linkId: "07", pendingRef: "other" })),
      ),
    ],
    ["another number of seconds to wait", onStatus(429, header("retry-after", "0"))],
  ];
  test.each(compatible)("%s is no finding at all", async (_change, rewrite) => {
    const ran = await runAll(contract, rewriting(url(), rewrite), { operation });
    expect(ran.flatMap(({ outcome }) => outcome.findings)).toEqual([]);
  });

  test("taking more than documented is lenient, never breaking", async () => {
    const ran = await runAll(
      contract,
      rewriting(
        url(),
        onStatus(400, (response, request) => (request.headers.has("prefer") ? response : accept())),
      ),
      { operation },
    );
    expect(checksWith(ran, "breaking")).toEqual([]);
    expect(checksWith(ran, "lenient")).toEqual(["rejects-invalid-request"]);
  });

  test("refusing a valid request for the state of its data is no finding, where the provider has data", async () => {
    const unknownUser = onStatus(
      200,
      () =>
        new Response(JSON.stringify({ errorCode: "E062108", errorDescription: "User not found" }), {
          status: 400,
          headers: { "content-type": "application/json" },
        }),
    );
    const real = await runAll(contract, rewriting(url(), unknownUser, { prefer: false }), { operation });
    expect(checksWith(real, "breaking")).toEqual([]);
    const mock = await runAll(contract, rewriting(url(), unknownUser, { prefer: true }), {
      operation,
      check: "accepts-valid-request",
    });
    expect(checksWith(mock, "breaking")).toEqual(["accepts-valid-request"]);
  });

  test("an unasked-for rate limit is undecided, never a finding", async () => {
    const limited = onStatus(
      200,
      () =>
        new Response(JSON.stringify({ errorCode: "E130429", errorDescription: "Slow down" }), {
          status: 429,
          headers: { "content-type": "application/json", "retry-after": "60" },
        }),
    );
    const ran = await runAll(contract, rewriting(url(), limited, { prefer: false }), {
      operation,
      check: "response-conforms",
    });
    expect(ran.map(({ outcome }) => outcome.outcome)).toEqual(["undecided", "undecided"]);
  });
});
