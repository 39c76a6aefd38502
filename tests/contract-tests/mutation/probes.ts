import type { Contract } from "../../../contract-tests/model/contract.js";
import type { RawResponse } from "../../../contract-tests/provider/wire.js";
import { type Ask, header, inBody, status, text } from "./ask.js";
import { ours, second } from "./contracts.js";

/** A request that shows a change: what is looked at in the answer, and what that is before and after. */
export type Probe = readonly [
  id: string,
  contract: Contract,
  request: Ask,
  look: (response: RawResponse) => unknown,
  before: unknown,
  after: unknown,
];

const signIn = (json: unknown = { loginId: "ada" }, headers: Record<string, string> = {}): Ask => ({
  method: "POST",
  path: "/v1/auth/magiclink/signin/email",
  headers,
  json,
});
const prefer = (code: number, example: string) => signIn(undefined, { prefer: `code=${code}, example=${example}` });
const preferred = signIn(undefined, { prefer: "code=200" });
const enchanted: Ask = { ...signIn(), path: "/v1/auth/enchantedlink/signin/email" };
const signUp = (json: unknown): Ask => ({ ...signIn(json), path: "/v1/auth/magiclink/signup/email" });
const plots = (query = "freeOn=2026-05-01", headers: Record<string, string> = {}): Ask => ({
  method: "GET",
  path: `/v2/plots?${query}`,
  headers,
});
const plot = (id = "PL-0042", headers: Record<string, string> = {}): Ask => ({
  method: "GET",
  path: `/v2/plots/${id}`,
  headers: { "x-garden": "riverside", ...headers },
});
const failed = plots("freeOn=2026-05-01", { prefer: "code=500, example=flooded" });
const application = { applicant: { kind: "person", name: "Ada" }, plots: ["PL-0042"], start: "2026-05-01", years: 2 };
const apply = (change: object = {}): Ask => ({
  method: "POST",
  path: "/v2/leases",
  json: { ...application, ...change },
});
const notice = (json?: unknown): Ask => ({ method: "PUT", path: "/v2/leases/17/notice", json });
const masked = "a**@e*****.com";
const answer = `{"maskedEmail":"${masked}"}`;
const pending = "2f7b1c0e5d8a4c3b9e6f";

function page(response: RawResponse): boolean {
  return response.text.startsWith("<");
}

const claims = (name: string, a: unknown) => signIn({ loginId: "a", loginOptions: { [name]: { a } } });

type StatusProbe = readonly [id: string, contract: Contract, request: Ask, before: number, after: number];
const onStatus =
  (operator: string) =>
  (...all: readonly StatusProbe[]): Probe[] =>
    all.map(([id, contract, request, before, after]) => [
      `${operator}/${id}`,
      contract,
      request,
      status,
      before,
      after,
    ]);
const refusedIf = onStatus("valid-request-refused");
const acceptedIf = onStatus("invalid-request-accepted");

/** What a value of a response is before, and becomes by each of some changes. */
function wrongIn(
  where: string,
  contract: Contract,
  request: Ask,
  way: readonly (string | number)[],
  before: unknown,
  changes: Readonly<Record<string, unknown>>,
): Probe[] {
  return Object.entries(changes).map(([name, after]) => [
    ...([`response-wrong/${where}/${name}`, contract, request, inBody(...way), before, after] as const),
  ]);
}

/** One request for each operator at least. */
export const probes: readonly Probe[] = [
  ...wrongIn("signInMagicLinkEmail/200/maskedEmail", ours, signIn(), ["maskedEmail"], masked, {
    removed: undefined,
    type: 0,
    null: null,
    emptied: "",
    "in-array": [masked],
    unmasked: "axx@exxxxx.com",
  }),
  ...wrongIn("signInEnchantedLinkEmail/200/linkId", ours, enchanted, ["linkId"], "42", { pattern: "a" }),
  ...wrongIn("signInEnchantedLinkEmail/200/pendingRef", ours, enchanted, ["pendingRef"], pending, { minLength: "" }),
  ...wrongIn("getPlot/200/soil", second, plot(), ["soil"], "loam", { enum: "a" }),
  ...wrongIn("getPlot/200/area", second, plot(), ["area"], 120.5, { maximum: 1001, text: "120.5" }),
  ...wrongIn("getPlot/200/surveyedAt", second, plot(), ["surveyedAt"], "2025-03-31T08:30:00Z", { format: "a" }),
  ...wrongIn("listPlots/200/plots/items/id", second, plots(), ["plots", 0, "id"], "PL-0042", { removed: undefined }),
  ...wrongIn("listPlots/default/severity", second, failed, ["severity"], "mild", { enum: "a" }),
  ...wrongIn("signInMagicLinkEmail/400/errorCode", ours, signIn({}), ["errorCode"], "E011003", { removed: undefined }),
  [
    "response-varied/listPlots/200/plots/items/note/left-out",
    second,
    plots(),
    inBody("plots", 1, "note"),
    "The gate sticks.",
    undefined,
  ],
  [
    "response-varied/signInMagicLinkEmail/200/field-added",
    ours,
    signIn(),
    inBody("addedField", "since"),
    undefined,
    "2030-01-01",
  ],
  ["response-varied/getPlot/200/soil/value-2", second, plot(), inBody("soil"), "loam", "clay"],
  [
    "response-secret-repeated/signInEnchantedLinkEmail/200/pendingRef/same",
    ours,
    enchanted,
    inBody("pendingRef"),
    pending,
    "a",
  ],
  ["error-as-problem/signInMagicLinkEmail/400", ours, signIn({}), inBody("title"), undefined, "Request is invalid"],
  ["error-nested/signInMagicLinkEmail/400", ours, signIn({}), inBody("errors", 0, "code"), undefined, "E011003"],
  [
    "error-code-changed/signInMagicLinkEmail/400/userNotFound",
    ours,
    prefer(400, "userNotFound"),
    (response) => inBody("errorCode")(response) === "E062108",
    true,
    false,
  ],
  ["error-example-added/signInMagicLinkEmail/400", ours, prefer(400, "addedFailure"), status, 0, 400],
  [
    "error-wording-changed/signInMagicLinkEmail/400/errorDescription/reworded",
    ours,
    signIn({}),
    inBody("errorDescription"),
    "Request is invalid",
    "Sorry! Request is invalid. Çà va?",
  ],

  [
    "unprompted-field-removed/signInMagicLinkEmail/200/maskedEmail/removed",
    ours,
    signIn(),
    inBody("maskedEmail"),
    masked,
    undefined,
  ],
  ["unprompted-field-removed/signInMagicLinkEmail/200/maskedEmail/removed", ours, preferred, text, answer, answer],
  ["unprompted-refusal-status/signInMagicLinkEmail/400/422", ours, signIn({}), status, 400, 422],
  ["unprompted-refusal-status/signInMagicLinkEmail/400/422", ours, prefer(400, "userNotFound"), status, 400, 400],
  [
    "unprompted-refusal-code/signInMagicLinkEmail/400/E011001",
    ours,
    signIn({}),
    inBody("errorCode"),
    "E011003",
    "E011001",
  ],
  [
    "success-wrong-where/signInMagicLinkEmail/body/providerId/sent",
    ours,
    signIn({ loginId: "ada", providerId: "mail" }),
    text,
    answer,
    "{}",
  ],
  [
    "success-wrong-where/signInMagicLinkEmail/body/loginOptions/customClaims/entry/type-boolean",
    ours,
    claims("customClaims", true),
    text,
    answer,
    "{}",
  ],
  [
    "success-wrong-where/signUpMagicLinkEmail/body/variant2/alone",
    ours,
    signUp({ email: "ada@example.com" }),
    inBody("maskedEmail"),
    masked,
    undefined,
  ],
  [
    "success-wrong-where/listPlots/query/sheltered/value-false",
    second,
    plots("freeOn=2026-05-01&sheltered=false"),
    inBody("next"),
    "c2VjdGlvbjI",
    "c2VjdGlvbjI",
  ],
  [
    "success-wrong-where/signInMagicLinkEmail/body/beyond-examples",
    ours,
    signIn({ loginId: "eve" }),
    text,
    answer,
    "{}",
  ],
  [
    "success-of-another-operation/signInMagicLinkSms/signInMagicLinkEmail",
    ours,
    { ...signIn(), path: "/v1/auth/magiclink/signin/sms" },
    inBody("maskedEmail"),
    undefined,
    masked,
  ],
  [
    "refusal-wrong-where/signInMagicLinkEmail/body/required/loginId/body",
    ours,
    signIn({}),
    inBody("errorCode"),
    "E011003",
    undefined,
  ],
  [
    "refusal-wrong-where/signInMagicLinkEmail/body/loginOptions/mfa/type/page",
    ours,
    signIn({ loginId: "a", loginOptions: { mfa: "x" } }),
    status,
    400,
    500,
  ],
  ["refusal-wrong-where/listPlots/query/freeOn/missing/page", second, plots("minArea=25"), status, 400, 500],
  [
    "credentials-wrong-where/signInMagicLinkEmail/invalid/accepted",
    ours,
    signIn({}, { authorization: "none" }),
    status,
    401,
    200,
  ],
  [
    "credentials-wrong-where/signInMagicLinkEmail/beyond-first-example/page",
    ours,
    signIn({ loginId: "eve" }, { authorization: "none" }),
    status,
    401,
    500,
  ],
  [
    "credentials-refused-with-code/signInMagicLinkEmail/E062108",
    ours,
    signIn(undefined, { authorization: "none" }),
    inBody("errorCode"),
    "E011001",
    "E062108",
  ],
  ["success-wrong-from/signInMagicLinkEmail/3/a-page", ours, { ...signIn(), times: 3 }, status, 200, 500],
  ["success-wrong-from/signInMagicLinkEmail/3/a-page", ours, { ...preferred, times: 3 }, status, 200, 200],
  [
    "state-refusal-wrong/signInMagicLinkEmail/400/userNotFound/status-401",
    ours,
    { ...signIn(), times: 2 },
    status,
    200,
    401,
  ],
  [
    "state-refusal/signInMagicLinkEmail/400/userNotFound",
    ours,
    { ...signIn(), times: 2 },
    inBody("errorCode"),
    undefined,
    "E062108",
  ],
  [
    "state-refusal-inconsistent/signInMagicLinkEmail/400/userNotFound",
    ours,
    signIn({ loginId: "eve", loginOptions: { locale: "fi" } }),
    status,
    200,
    400,
  ],
  [
    "excuse-of-a-mock/signInMagicLinkEmail/no-path",
    ours,
    signIn(),
    inBody("title"),
    undefined,
    "Route not resolved, no path matched",
  ],
  ["body-in-array/signInMagicLinkEmail/200", ours, signIn(), inBody(0, "maskedEmail"), undefined, masked],
  ["body-in-envelope/signInMagicLinkEmail/200", ours, signIn(), inBody("data", "maskedEmail"), undefined, masked],
  ["body-null/signInMagicLinkEmail/200", ours, signIn(), inBody(), { maskedEmail: masked }, null],
  ["body-quoted/signInMagicLinkEmail/200", ours, signIn(), (response) => typeof inBody()(response), "object", "string"],
  ["body-empty-object/signInMagicLinkEmail/200", ours, signIn(), inBody(), { maskedEmail: masked }, {}],
  ["body-empty/signInMagicLinkEmail/200", ours, signIn(), (response) => response.text === "", false, true],
  ["body-truncated/signInMagicLinkEmail/200", ours, signIn(), inBody(), { maskedEmail: masked }, undefined],
  [
    "body-html/signInMagicLinkEmail/200",
    ours,
    signIn(),
    header("content-type"),
    "application/json",
    "text/html; charset=utf-8",
  ],
  ["body-html-as-json/signInMagicLinkEmail/200", ours, signIn(), page, false, true],

  ["status-changed/signInMagicLinkEmail/200/201", ours, signIn(), status, 200, 201],
  ["status-changed/signInMagicLinkEmail/200/204", ours, signIn(), status, 200, 204],
  ["status-changed/signInMagicLinkEmail/429/503", ours, prefer(429, "rateLimited"), status, 429, 503],
  ["status-changed/givePlotUp/204/200", second, { ...plot(), method: "DELETE" }, status, 204, 200],
  [
    "response-media-type-changed/signInMagicLinkEmail/200/text-plain",
    ours,
    signIn(),
    header("content-type"),
    "application/json",
    "text/plain",
  ],
  [
    "response-charset-added/signInMagicLinkEmail/200",
    ours,
    signIn(),
    header("content-type"),
    "application/json",
    "application/json; Charset=UTF-8",
  ],
  ["request-media-type-changed/signInMagicLinkEmail/application-vnd.api+json/page", ours, signIn(), status, 200, 415],
  [
    "request-media-type-added/signInMagicLinkEmail/text-plain",
    ours,
    signIn(undefined, { "content-type": "text/plain" }),
    status,
    400,
    200,
  ],
  ["header-wrong/listPlots/200/X-Total/removed", second, plots(), header("x-total"), "2", null],
  ["header-wrong/listPlots/200/X-Total/word", second, plots(), header("x-total"), "2", "soon"],
  ["header-varied/listPlots/200/X-Season/left-out", second, plots(), header("x-season"), "summer", null],
  ["header-varied/listPlots/200/X-Season/value-2", second, plots(), header("x-season"), "summer", "winter"],
  ["header-varied/listPlots/200/x-added-header/added", second, plots(), header("x-added-header"), null, "any"],

  ...refusedIf(
    ["signInMagicLinkEmail/body/loginId/fixed", ours, signIn(), 200, 400],
    ["signInMagicLinkEmail/body/loginId/ascii", ours, signIn({ loginId: "Zoë" }), 200, 400],
    ["signInMagicLinkEmail/body/loginId/not-blank", ours, signIn({ loginId: "  " }), 200, 400],
    ["signInMagicLinkEmail/body/email/left-out", ours, signIn(), 200, 400],
    ["signInMagicLinkEmail/body/email/sent", ours, signIn({ loginId: "a", email: "a@example.com" }), 200, 400],
    ["signInMagicLinkEmail/body/loginOptions/templateOptions/closed", ours, claims("templateOptions", "b"), 200, 400],
    [
      "signInMagicLinkEmail/body/loginOptions/customClaims/entry/type-boolean",
      ours,
      claims("customClaims", true),
      200,
      400,
    ],
    ["signUpMagicLinkEmail/body/variant1/alone", ours, signUp({ loginId: "a" }), 200, 400],
    ["applyForPlot/body/words", second, apply({ "two words": 1 }), 201, 422],
    ["applyForPlot/body/part1/years/maximum", second, apply({ years: 10 }), 201, 422],
    ["applyForPlot/body/part2/wishes/maxItems", second, apply({ wishes: Array(3).fill({ soil: "clay" }) }), 201, 422],
    ["giveNotice/body/hours/fraction", second, notice({ hours: 1.5 }), 200, 400],
    ["giveNotice/body/missing", second, notice(), 200, 400],
    ["getPlot/path/plotId/pattern/first1", second, plot("PL-0042"), 200, 400],
    ["getPlot/header/X-Garden/sent", second, plot(), 200, 400],
    ["listPlots/query/minArea/minimum", second, plots("freeOn=2026-05-01&minArea=10"), 200, 400],
    ["listPlots/query/minArea/missing", second, plots(), 200, 400],
    ["listPlots/query/freeOn/format/this-century", second, plots("freeOn=1999-12-31"), 200, 400],
    ["listPlots/query/soil/items/value-clay", second, plots("freeOn=2026-05-01&soil=loam&soil=clay"), 200, 400],
  ),
  ["parameter-required-added/listPlots/query/page", second, plots(), status, 200, 400],

  [
    "path-moved/signInMagicLinkEmail/new-version/page",
    ours,
    { ...signIn(), path: "/v91/auth/magiclink/signin/email" },
    status,
    404,
    200,
  ],
  ["path-moved/getPlot/under-api/page", second, plot(), status, 200, 404],
  ["path-moved/getPlot/under-api/page", second, { ...plot(), path: "/api/v2/plots/PL-0042" }, status, 404, 200],
  ["method-changed/signInMagicLinkEmail/PUT/page", ours, signIn(), status, 200, 405],
  [
    "credentials-not-enforced/signInMagicLinkEmail/none",
    ours,
    signIn(undefined, { authorization: "none" }),
    status,
    401,
    200,
  ],
  ["credentials-scheme-changed/signInMagicLinkEmail/basic", ours, signIn(), status, 200, 401],
  [
    "credentials-asked-for/listPlots/page",
    second,
    plots("freeOn=2026-05-01", { authorization: "none" }),
    status,
    200,
    401,
  ],
  [
    "credentials-alternative-added/signInMagicLinkEmail/api-key",
    ours,
    signIn(undefined, { authorization: "none", "x-api-key": "any" }),
    status,
    401,
    200,
  ],

  ...acceptedIf(
    ["signInMagicLinkEmail/body/required/loginId", ours, signIn({}), 400, 200],
    ["signInMagicLinkEmail/body/additionalProperties", ours, signIn({ loginId: "a", any: "b" }), 400, 200],
    ["signInMagicLinkEmail/body/email/type", ours, signIn({ loginId: "a", email: null }), 400, 200],
    ["signInMagicLinkEmail/body/email/format", ours, signIn({ loginId: "a", email: "b" }), 400, 200],
    ["signInMagicLinkEmail/body/loginId/minLength", ours, signIn({ loginId: "" }), 400, 200],
    ["signInMagicLinkEmail/body/missing", ours, { method: "POST", path: "/v1/auth/magiclink/signin/email" }, 400, 200],
    ["getPlot/header/X-Garden/missing", second, { method: "GET", path: "/v2/plots/PL-0042" }, 400, 200],
    ["getPlot/path/plotId/pattern", second, plot("PL-0042~"), 400, 200],
    [
      "listPlots/query/soil/maxItems",
      second,
      plots("freeOn=2026-05-01&soil=loam&soil=clay&soil=peat&soil=loam"),
      400,
      200,
    ],
    ["listPlots/query/soil/items/enum", second, plots("freeOn=2026-05-01&soil=added_value"), 400, 200],
  ),
];
