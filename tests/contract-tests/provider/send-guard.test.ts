import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { runCase } from "../../../contract-tests/checks/run-case.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import { isObject, type Json, type JsonObject } from "../../../contract-tests/model/json.js";
import { openTarget } from "../../../contract-tests/provider/open-target.js";
import type { RequestPlan } from "../../../contract-tests/provider/plan.js";
import type { Target } from "../../../contract-tests/provider/target.js";
import { success } from "../../success.js";
import { ourDocument, seed } from "../support.js";

const remote: Target = {
  url: "https://provider.example",
  projectId: "P2secretproject",
  prefer: false,
  ownMock: false,
  remote: true,
  harmlessOnly: true,
};

interface Sent {
  readonly url: string;
  readonly body: string;
}

/** Runs every case against a provider that accepts everything, and returns each request that left the process. */
async function everythingSent(document: JsonObject, target: Target): Promise<Sent[]> {
  const contract = readContract(document);
  const sent: Sent[] = [];
  const provider = openTarget(contract, target, {
    sleep: async () => {},
    fetch: async (input, init) => {
      const request = new Request(input, init);
      sent.push({ url: request.url, body: await request.text() });
      return new Response(success, { headers: { "content-type": "application/json" } });
    },
  });
  for (const one of deriveCases(contract, seed)) {
    await runCase(contract, one, provider);
  }
  return sent;
}

/** Every value, at any depth, of a field that could say who is meant. */
function identities(value: Json): Json[] {
  if (Array.isArray(value)) {
    return value.flatMap(identities);
  }
  if (!isObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    /^(loginid|email|phone)$/i.test(key) ? [inner] : identities(inner),
  );
}

const parse = (body: string): Json => (body === "" ? null : JSON.parse(body));

describe("off loopback", () => {
  const run = everythingSent(ourDocument, remote);

  test("no sign-up request carries an identifier at any depth", async () => {
    const signUps = (await run).filter(({ url }) => url.includes("/signup/"));
    expect(signUps.length).toBeGreaterThan(0);
    for (const { body } of signUps) {
      expect(identities(parse(body))).toEqual([]);
      expect(body).not.toMatch(/@|\d{7}/);
    }
  });

  test("a sign-in names nobody but people made up for this run", async () => {
    const signIns = (await run).filter(({ url }) => url.includes("/signin/"));
    const named = signIns
      .flatMap(({ body }) => identities(parse(body)))
      .filter((value) => value !== null && value !== "");
    expect(named.length).toBeGreaterThan(100);
    for (const identity of named) {
      expect(identity).toMatch(/^(?:probe-[0-9a-f]{8}-\d+@example\.com|\+155555501\d\d)$/);
    }
  });

  test("two runs make up different people", async () => {
    const emails = (sent: readonly Sent[]) => new Set(sent.flatMap(({ body }) => body.match(/probe-[^@]*@/g) ?? []));
    const [first, second] = [emails(await run), emails(await everythingSent(ourDocument, remote))];
    expect([...first].filter((email) => second.has(email))).toEqual([]);
  });

  test("an operation that the contract does not mark is not called at all", async () => {
    const unmarked = JSON.parse(JSON.stringify(ourDocument).replaceAll(/"x-creates-person":(?:true|false),?/g, ""));
    expect(await everythingSent(unmarked, remote)).toEqual([]);
  });

  test("with sends allowed, everything goes out as it is", async () => {
    const sent = await everythingSent(ourDocument, { ...remote, harmlessOnly: false });
    expect(sent.some(({ url, body }) => url.includes("/signup/") && body.includes("alan@example.com"))).toBe(true);
  });
});

function signInOf(loginId: string): RequestPlan {
  return { via: "client", body: { json: { loginId } } };
}

describe("what could do harm is decided from the bytes", () => {
  const contract = readContract(ourDocument);
  let left = 0;
  const provider = openTarget(contract, remote, {
    sleep: async () => {},
    fetch: async () => {
      left += 1;
      return new Response("{}");
    },
  });
  const send = async (path: string, body: string | undefined) => {
    left = 0;
    const request = { method: "POST", url: `${remote.url}${path}`, headers: new Headers(), body };
    await provider.send(request).catch(() => undefined);
    return left;
  };
  const signIn = "/v1/auth/magiclink/signin/email";
  const signUp = "/v1/auth/magiclink/signup/email";
  const [operation] = contract.operations;
  const plan = operation && provider.substitute?.(operation, signInOf("ada@example.com"));
  const made = JSON.stringify(plan?.body && "json" in plan.body ? plan.body.json : undefined);

  test.each<[why: string, path: string, body: string | undefined]>([
    ["an address that nobody made up", signIn, '{"loginId":"ada@example.com"}'],
    ["a login ID of any other form", signIn, '{"loginId":"ada"}'],
    ["a number in place of a text", signIn, '{"loginId":15555550100}'],
    ["the same key twice", signIn, `{"loginId":"ada@example.com",${made?.slice(1)}`],
    ["a key written with escapes", signIn, '{"login\\u0049d":"ada@example.com"}'],
    ["a key in other letters", signIn, '{"LOGINID":"ada"}'],
    ["malformed JSON", signIn, '{"loginId":"ada@example.com"'],
    ["a form", signIn, "loginId=ada%40example.com"],
    ["an address in another field", signIn, '{"redirectUrl":"https://x.example/?to=ada@real.example"}'],
    ["a number in another field", signIn, '{"unlisted_field":"+1 415 555 2671"}'],
    ["an address deeper down", signIn, '{"loginOptions":{"templateOptions":{"a":["ada@example.com"]}}}'],
    ["a made-up person signing up", signUp, made],
    ["an empty identifier signing up", signUp, '{"loginId":""}'],
    ["an identifier deeper down signing up", signUp, '{"user":{"email":null}}'],
    ["a path that is not in the contract", "/v1/auth/otp/signup/email", "{}"],
    ["a field that the contract does not know", signUp, '{"unlisted_field":"any"}'],
    ["an address in the query", `${signIn}?loginId=ada%40example.com`, "{}"],
  ])("kept back: %s", async (_why, path, body) => {
    expect(await send(path, body)).toBe(0);
  });

  test.each<[what: string, path: string, body: string | undefined]>([
    ["a sign-in of somebody made up", signIn, made],
    ["a sign-in of nobody", signIn, "{}"],
    ["a sign-up of nobody", signUp, '{"loginOptions":{}}'],
    ["no body", signUp, undefined],
  ])("sent: %s", async (_what, path, body) => {
    expect(await send(path, body)).toBe(1);
  });
});

/** A sign-up and a sign-in whose identity stands where a contract can put it. */
function marked(creates: boolean, schema: JsonObject, example: Json, extra: JsonObject = {}): JsonObject {
  return {
    openapi: "3.1.1",
    info: { title: "Marked", version: "1.0.0" },
    paths: {
      "/people": {
        post: {
          operationId: "send",
          "x-creates-person": creates,
          requestBody: { required: true, content: { "application/json": { schema, example } } },
          responses: { "200": { description: "Sent." } },
          ...extra,
        },
      },
    },
    components: { schemas: { Id: { type: "string", "x-identifies-person": true } } },
  };
}

const id: JsonObject = { $ref: "#/components/schemas/Id" };
const wrappers: [how: string, wrap: (schema: JsonObject) => JsonObject, value: (text: string) => Json][] = [
  ["by reference", (schema) => schema, (text) => text],
  ["in allOf", (schema) => ({ description: "Who.", allOf: [schema] }), (text) => text],
  ["in anyOf beside null", (schema) => ({ anyOf: [{ type: "null" }, schema] }), (text) => text],
  ["in a oneOf of an anyOf", (schema) => ({ oneOf: [{ anyOf: [schema] }, { type: "integer" }] }), (text) => text],
  ["as items", (schema) => ({ type: "array", items: schema }), (text) => [text]],
  ["as a first item", (schema) => ({ type: "array", prefixItems: [schema] }), (text) => [text]],
  ["as a map's values", (schema) => ({ type: "object", additionalProperties: schema }), (text) => ({ first: text })],
  [
    "under a name's pattern",
    (schema) => ({ type: "object", patternProperties: { "^to": schema } }),
    (text) => ({ to: text }),
  ],
  ["as a field", (schema) => ({ type: "object", properties: { inner: schema } }), (text) => ({ inner: text })],
];

describe("a mark counts wherever a schema can put it", () => {
  test.each(wrappers)("%s", async (_how, wrap, value) => {
    const body = (text: string): Json => ({ who: value(text) });
    const schema: JsonObject = { type: "object", properties: { who: wrap(id) } };
    const signUp = await everythingSent(marked(true, schema, body("ada@example.com")), remote);
    expect(signUp.filter((sent) => sent.body.includes("ada@"))).toEqual([]);
    const signIn = await everythingSent(marked(false, schema, body("ada@example.com")), remote);
    expect(signIn.filter((sent) => sent.body.includes("probe-")).length).toBeGreaterThan(0);
    expect(signIn.filter((sent) => sent.body.includes("ada@"))).toEqual([]);
  });

  test("for any nesting of these, nothing but a synthetic identity goes out", async () => {
    const nesting = fc.array(fc.constantFrom(...wrappers), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(nesting, fc.boolean(), async (wraps, creates) => {
        const schema = wraps.reduce<JsonObject>((inner, [, wrap]) => wrap(inner), id);
        const example = wraps.reduceRight<(text: string) => Json>(
          (outer, [, , value]) =>
            (text) =>
              substituted(outer(marker), value(text)),
          () => marker,
        );
        const body = { who: example("grace@example.org") };
        const sent = await everythingSent(
          marked(creates, { type: "object", properties: { who: schema } }, body),
          remote,
        );
        return sent.every((one) => !one.body.includes("grace"));
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test.each(["path", "query", "header"])("in a parameter of the %s", async (place) => {
    const extra = { parameters: [{ name: "who", in: place, required: true, schema: id, example: "ada@example.com" }] };
    const at = (creates: boolean) => {
      const document = marked(creates, { type: "object" }, {}, extra);
      const path = place === "path" ? "/people/{who}" : "/people";
      return { ...document, paths: { [path]: Object(document.paths)["/people"] } };
    };
    expect(await everythingSent(at(true), remote)).toEqual([]);
    const signIn = await everythingSent(at(false), remote);
    expect(signIn.filter(({ url }) => /ada@/.test(decodeURIComponent(url)))).toEqual([]);
  });

  test.each([
    "ada%40example.org",
    "ada%2540example.org",
    "ada\uff20example.org",
    "ada&#64;example.org",
    "+1/415/555/2671",
    "４１５ ５５５ ２６７１",
  ])("%s names somebody in a field without a mark", async (text) => {
    const document = marked(false, { type: "object", properties: { note: { type: "string" } } }, { note: text });
    expect((await everythingSent(document, remote)).filter(({ body }) => body.includes(text))).toEqual([]);
  });
});

const marker = "\u0000";

/** A value with the marker in it replaced by another value. */
function substituted(outer: Json, inner: Json): Json {
  if (outer === marker) {
    return inner;
  }
  if (Array.isArray(outer)) {
    return outer.map((one) => substituted(one, inner));
  }
  if (!isObject(outer)) {
    return outer;
  }
  return Object.fromEntries(Object.entries(outer).map(([key, one]) => [key, substituted(one, inner)]));
}

describe("recipients", () => {
  const recipients = ["me@example.org", "+442079460123"];

  test("get at most five sign-ins, one an operation, and no sign-up", async () => {
    const sent = await everythingSent(ourDocument, { ...remote, recipients });
    const named = sent.filter(({ body }) => recipients.some((one) => body.includes(one)));
    expect(named.map(({ url }) => new URL(url).pathname.replace(/^.*auth/, "")).sort()).toEqual([
      "/enchantedlink/signin/email",
      "/magiclink/signin/email",
      "/magiclink/signin/sms",
    ]);
  });

  /** How many of these sign-ins by magic link leave the process. */
  async function leaving(bodies: readonly JsonObject[]): Promise<number> {
    let left = 0;
    const fetch = async () => {
      left += 1;
      return new Response("{}");
    };
    const provider = openTarget(readContract(ourDocument), { ...remote, recipients }, { fetch });
    const url = `${remote.url}/v1/auth/magiclink/signin/email`;
    for (const body of bodies) {
      await provider
        .send({ method: "POST", url, headers: new Headers(), body: JSON.stringify(body) })
        .catch(() => undefined);
    }
    return left;
  }

  test("and the guard itself stops at five", async () => {
    expect(await leaving(Array(8).fill({ loginId: "me@example.org" }))).toBe(5);
  });

  test("and nobody else gets a message in their place", async () => {
    expect(await leaving([{ loginId: "me@example.org", useRecovery: true }])).toBe(0);
    expect(await leaving([{ loginId: "me@example.org", useRecovery: false }])).toBe(1);
  });
});
