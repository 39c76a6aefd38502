import { describe, expect, test } from "vitest";
import type { CheckName } from "../../../contract-tests/cases/case.js";
import type { Selection } from "../../../contract-tests/checks/derive.js";
import {
  createReferenceProvider,
  type ReferenceOptions,
  type ReferenceRequest,
} from "../../../contract-tests/mock/reference-provider.js";
import { isObject, type Json, type JsonObject } from "../../../contract-tests/model/json.js";
import type { RawResponse } from "../../../contract-tests/provider/wire.js";
import { successOf } from "../../success.js";
import { ours } from "../mutation/contracts.js";
import { inProcess } from "../random/try-contract.js";
import { checksWith, runAll } from "../support.js";

const operation = "signInEnchantedLinkEmail";
const projectId = "P2testtesttest";

type Rewrite = NonNullable<ReferenceOptions["rewrite"]>;
type Change = (response: RawResponse) => RawResponse;
type When = (request: ReferenceRequest, response: RawResponse) => boolean;

/** The hand-made provider with one fault, without a connection between: nothing of Prism is looked at here. */
function provider(rewrite: Rewrite, prefer = true) {
  const handle = createReferenceProvider(ours, { prefer, token: projectId, rewrite });
  return inProcess(async (request) => (await handle(request)).response, { prefer });
}

const run = (rewrite: Rewrite, { prefer, ...selection }: Selection & { prefer?: boolean } = { operation }) =>
  runAll(ours, provider(rewrite, prefer), { operation, ...selection });

const broken =
  (when: When, change: Change): Rewrite =>
  (response, request) =>
    when(request, response) ? change(response) : response;

// When a provider is broken.
const on =
  (status: number): When =>
  (_request, response) =>
    response.status === status;
const both =
  (...all: When[]): When =>
  (...given) =>
    all.every((one) => one(...given));
const sends =
  (text: string | RegExp): When =>
  ({ body = "" }) =>
    typeof text === "string" ? body.includes(text) : text.test(body);
const from =
  (count: number): When =>
  ({ countOfOperation }) =>
    countOfOperation >= count;
const authorization =
  (sent: RegExp): When =>
  ({ headers }) =>
    sent.test(headers.get("authorization") ?? "");
const uncalled: When = ({ headers }) => !headers.has("prefer");
const success = both(on(200), uncalled);

/** The most entries that an object has within a body. */
const entriesOf = (body: Json | undefined): number =>
  typeof body === "object" && body !== null
    ? Math.max(isObject(body) ? Object.keys(body).length : 0, ...Object.values(body).map(entriesOf))
    : 0;

// In what way.
const json =
  (change: (body: JsonObject) => unknown): Change =>
  (response) => {
    const body: unknown = JSON.parse(response.text);
    return { ...response, text: JSON.stringify(isObject(body) ? change(body) : body) };
  };
const text =
  (to: string): Change =>
  (response) => ({ ...response, text: to });
const status =
  (to: number): Change =>
  (response) => ({ ...response, status: to, text: to === 204 ? "" : response.text });
const header =
  (name: string, value: string | null): Change =>
  (response) => {
    const headers = new Headers(response.headers);
    if (value === null) {
      headers.delete(name);
    } else {
      headers.set(name, value);
    }
    return { ...response, headers };
  };
const labelled = (type: string) => header("content-type", type);
const page: Change = ({ status: same }) => ({
  status: same,
  headers: new Headers({ "content-type": "text/html" }),
  text: "<h1>Oops</h1>",
});
const error = (to: number, code: string): Change => {
  const headers = new Headers({ "content-type": "application/json" });
  return () => ({ status: to, headers, text: JSON.stringify({ errorCode: code, errorDescription: "Refused" }) });
};
const accept: Change = () => ({
  status: 200,
  headers: new Headers({ "content-type": "application/json" }),
  text: JSON.stringify({ ...JSON.parse(successOf("signInEnchantedLinkEmail")), pendingRef: crypto.randomUUID() }),
});
const breakOff: Change = () => {
  throw new TypeError("fetch failed");
};

/** One fault each, and the check whose job it is to find it. */
const faults: Readonly<Partial<Record<CheckName, Readonly<Record<string, Rewrite>>>>> = {
  "response-conforms": {
    "a required field is renamed": broken(
      on(200),
      json(({ linkId, ...rest }) => ({ ...rest, link_id: linkId ?? null })),
    ),
    "a required field is missing": broken(
      on(200),
      json(({ pendingRef: _gone, ...rest }) => rest),
    ),
    "a string becomes an integer": broken(
      on(200),
      json((body) => ({ ...body, linkId: 42 })),
    ),
    "a field is null": broken(
      on(200),
      json((body) => ({ ...body, linkId: null })),
    ),
    "the address is not masked": broken(on(200), (response) =>
      text(response.text.replace(/"[^"]*\*[^"]*"/, '"grace@example.com"'))(response),
    ),
    "the body is wrapped": broken(
      on(200),
      json((body) => ({ data: body })),
    ),
    "the body is JSON in a JSON string": broken(on(200), (response) => text(JSON.stringify(response.text))(response)),
    "the body is an array": broken(on(200), text("[]")),
    "the body is empty": broken(on(200), text("")),
    "something follows the JSON": broken(on(200), (response) => text(`${response.text}}`)(response)),
    "a page of HTML comes with 200": broken(on(200), page),
    "the label of a success is wrong": broken(on(200), labelled("text/plain")),
    "the label of a success almost fits": broken(on(200), labelled("application/jsonp")),
    "a success has no label": broken(on(200), header("content-type", null)),
    "another operation's body is served": broken(on(200), text(successOf("signInMagicLinkEmail"))),
  },
  "accepts-valid-request": {
    "success moves to 201": broken(success, status(201)),
    "success moves to 204": broken(success, status(204)),
    "success redirects": broken(success, (response) => header("location", "/elsewhere")(status(307)(response))),
    "an optional field is refused": broken(both(success, sends("templateOptions")), error(400, "E011003")),
    "an optional field is answered with nothing": broken(both(success, sends("templateOptions")), text("{}")),
    "an optional field is answered with an error's body": broken(
      both(success, sends("ssoAppId")),
      text('{"errorCode":"E011004","errorDescription":"No"}'),
    ),
    "a nested field gets a page": broken(both(success, sends("customClaims")), page),
    "a shorter login ID than documented is refused": broken(
      both(success, sends('"loginId":"a"')),
      error(400, "E011003"),
    ),
    "a boundary is answered with nothing": broken(both(success, sends('"loginId":"a"')), text("{}")),
    "text beyond ASCII is refused": broken(both(success, sends(/[^\0-\x7f]/)), error(400, "E011003")),
    "characters beyond the BMP are refused": broken(
      both(success, sends(/[\u{10000}-\u{10ffff}]/u)),
      error(400, "E011003"),
    ),
    "decomposed characters are refused": broken(both(success, sends(/\p{L}\p{M}/u)), error(400, "E011003")),
    "decomposed characters break the response": broken(both(success, sends(/\p{L}\p{M}/u)), text("{}")),
    "a text beyond 500 characters is refused": broken(both(success, sends(/"[^"]{501,}"/)), error(400, "E011003")),
    "a map beyond 20 entries is refused": broken(
      both(success, ({ json: body }) => entriesOf(body) > 20),
      error(400, "E011003"),
    ),
    "fields have to come in the order of the contract": broken(
      both(success, sends(/"loginOptions":.*"loginId":/)),
      error(400, "E011003"),
    ),
    "false is refused": broken(both(success, sends(/:false\b/)), error(400, "E011003")),
    "a number among texts is refused": broken(both(success, sends(/customClaims":\{[^}]*:\d/)), error(400, "E011003")),
    "many fields at once are refused": broken(
      both(success, ({ json: body }) => isObject(body) && Object.keys(body).length > 3),
      error(400, "E011003"),
    ),
    "it forgets a field from the thirtieth request on": broken(
      both(success, from(30)),
      json(({ linkId: _gone, ...rest }) => rest),
    ),
    "it is refused for the state, with a body that is none": broken(both(success, from(30)), () =>
      text("not found")(error(400, "E062108")({ status: 400, headers: new Headers(), text: "" })),
    ),
    "a limit comes without its header": broken(both(success, from(30)), error(429, "E130429")),
    "it breaks the connection": broken(success, breakOff),
  },
  "serves-every-example": {
    "Retry-After is gone": broken(on(429), header("retry-after", null)),
    "Retry-After is a date": broken(on(429), header("retry-after", "Fri, 31 Dec 1999 23:59:59 GMT")),
    "429 moves to 503": broken(on(429), status(503)),
    "a documented code changes": broken(
      on(400),
      json((body) => ({ ...body, errorCode: "E099999" })),
    ),
    "an undocumented status comes as a page": broken(on(500), page),
  },
  "rejects-invalid-request": {
    "400 moves to 422": broken(on(400), status(422)),
    "invalid requests crash it": broken(on(400), status(500)),
    "a code is a number": broken(
      on(400),
      json((body) => ({ ...body, errorCode: 11003 })),
    ),
    "an error is a page of HTML": broken(on(400), page),
    "an error is empty": broken(on(400), text("")),
    "an error has no label": broken(on(400), header("content-type", null)),
    "one kind of fault crashes it": broken(both(on(400), sends(/"locale":/)), status(500)),
    "malformed JSON gets a page": broken(
      both(on(400), ({ json: body, body: sent }) => sent !== "" && body === undefined),
      page,
    ),
    "a code is that of another status": broken(both(on(400), uncalled), error(400, "E130429")),
    "what is accepted by mistake is answered with nothing": broken(both(on(400), uncalled), () =>
      text("")(accept({ status: 200, headers: new Headers(), text: "" })),
    ),
  },
  "requires-credentials": {
    "credentials are not enforced": broken(on(401), accept),
    "another scheme will do": broken(both(on(401), authorization(/^Basic/)), accept),
    "any scheme will do for the right token": broken(
      both(on(401), authorization(new RegExp(`^(?!Bearer).*${projectId}$`))),
      accept,
    ),
    "an empty token will do": broken(both(on(401), authorization(/^Bearer\s*$/)), accept),
    "they are not enforced where an optional field comes": broken(both(on(401), sends("templateOptions")), accept),
    "they are not enforced where a nested field comes": broken(both(on(401), sends('"givenName"')), accept),
    "they are not enforced for another example": broken(both(on(401), sends("customClaims")), accept),
    "they are not enforced where the body is invalid": broken(
      both(on(401), ({ json: body }) => body === undefined),
      accept,
    ),
    "missing, and with an invalid body, they crash it": broken(
      both(on(401), ({ json: body }) => !isObject(body) || body.loginId === undefined),
      status(500),
    ),
    "401 moves to 403": broken(on(401), status(403)),
    "401 moves to 400": broken(on(401), status(400)),
    "401 comes with another failure's code": broken(on(401), error(401, "E062108")),
    "an error has another shape": broken(
      on(401),
      json(({ errorCode }) => ({ error: { code: errorCode ?? null } })),
    ),
    "any token of the right form is let in": broken(both(on(401), authorization(/^Bearer \w+$/)), accept),
    "any token of the right form passes for one whose user is unknown": broken(
      both(on(401), authorization(/^Bearer \w+$/)),
      error(400, "E062108"),
    ),
    "a malformed token is let in": broken(both(on(401), authorization(/^Bearer \?$/)), accept),
    "an unknown token is another failure": broken(both(on(401), authorization(/nobody/)), error(403, "E011004")),
    "an unknown token gets a page": broken(both(on(401), authorization(/nobody/)), page),
    "a malformed token crashes it": broken(both(on(401), authorization(/\?/)), status(500)),
  },
};

const listed = Object.entries(faults).flatMap(([check, rewrites]) =>
  Object.entries(rewrites).map(([fault, rewrite]) => [check as CheckName, fault, rewrite] as const),
);

describe("a provider with one fault is caught by the check whose job it is", () => {
  test.each(listed)("%s: %s", async (check, _fault, rewrite) => {
    expect(checksWith(await run(rewrite, { check }), "breaking")).toEqual([check]);
  });
});

describe("a provider that a consumer could live with", () => {
  test("the healthy original passes everything", async () => {
    const ran = await run((response) => response);
    const others = ran.filter(({ outcome }) => outcome.outcome !== "passed");
    expect(others.map(({ one }) => one.name)).toEqual([]);
  });

  test.each<[change: string, rewrite: Rewrite]>([
    [
      "a response field more",
      broken(
        on(200),
        json((body) => ({ ...body, added: true })),
      ),
    ],
    [
      "an error field more",
      broken(
        on(400),
        json((body) => ({ ...body, traceId: "t-1" })),
      ),
    ],
    ["a header more", broken(() => true, header("x-request-id", "1"))],
    ["a charset in the label", broken(on(200), labelled("application/json; charset=utf-8"))],
    [
      "other valid values",
      broken(
        on(200),
        json((body) => ({ ...body, linkId: "07", pendingRef: "other" })),
      ),
    ],
    ["another number of seconds to wait", broken(on(429), header("retry-after", "0"))],
    ["another documented code", broken(both(on(400), uncalled), error(400, "E011002"))],
  ])("%s is no finding at all", async (_change, rewrite) => {
    expect((await run(rewrite)).flatMap(({ outcome }) => outcome.findings)).toEqual([]);
  });

  test("taking more than documented is lenient, never breaking", async () => {
    const ran = await run(broken(both(on(400), uncalled), accept));
    expect(checksWith(ran, "breaking")).toEqual([]);
    expect(checksWith(ran, "lenient")).toEqual(["rejects-invalid-request"]);
  });

  const takesAnyToken = broken(both(on(401), authorization(/^Bearer \S/)), accept);

  test("taking any token is a finding where a missing one is refused, and shows the request that was let in", async () => {
    const ran = await run(takesAnyToken, { check: "requires-credentials", prefer: false });
    const others = ran.filter(({ outcome }) => outcome.outcome !== "passed");
    expect(others.map(({ one, outcome }) => [one.name.split(":")[0], outcome.response?.status])).toEqual([
      ["a malformed token", 200],
      ["an unknown token", 200],
    ]);
    expect(checksWith(others, "breaking")).toEqual(["requires-credentials"]);
  });

  test("reading no token at all is told by the missing ones alone", async () => {
    const ran = await run(broken(on(401), accept), { check: "requires-credentials", prefer: false });
    const open = ran.filter(({ outcome }) => outcome.outcome === "not-testable");
    expect(open.map(({ one }) => one.name.split(":")[0])).toEqual(["a malformed token", "an unknown token"]);
  });

  test("a mock takes any token: no finding, and no outcome either", async () => {
    const ran = await run(takesAnyToken, { check: "requires-credentials" });
    const others = ran.filter(({ outcome }) => outcome.outcome !== "passed");
    expect(others.map(({ outcome }) => [outcome.outcome, outcome.reason])).toEqual([
      ["not-testable", "the provider takes any token: whether it refuses malformed ones is not shown"],
      ["not-testable", "the provider takes any token: whether it refuses unknown ones is not shown"],
    ]);
  });

  test("refusing a valid request for the state of its data is no finding, where the provider has data", async () => {
    const unknownUser = broken(success, error(400, "E062108"));
    expect(checksWith(await run(unknownUser, { prefer: false }), "breaking")).toEqual([]);
    const mock = await run(unknownUser, { check: "accepts-valid-request" });
    expect(checksWith(mock, "breaking")).toEqual(["accepts-valid-request"]);
  });

  test("nobody can be found for a body that cannot be read", async () => {
    const ran = await run(broken(on(400), error(400, "E062108")), { check: "rejects-invalid-request", prefer: false });
    const breaking = ran.filter(({ outcome }) => outcome.findings.some(({ severity }) => severity === "breaking"));
    expect(breaking.map(({ one }) => one.name)).toEqual(["malformed JSON", "no body"]);
    expect(ran.every(({ outcome }) => outcome.outcome === "failed")).toBe(true);
  });

  test("an unasked-for rate limit is undecided, never a finding", async () => {
    const limited = broken(success, (response) => header("retry-after", "60")(error(429, "E130429")(response)));
    const ran = await run(limited, { check: "response-conforms", prefer: false });
    expect(ran.map(({ outcome }) => outcome.outcome)).toEqual(["undecided", "undecided"]);
  });
});
