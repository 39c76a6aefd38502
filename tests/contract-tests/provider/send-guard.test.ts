import { describe, expect, test } from "vitest";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { runCase } from "../../../contract-tests/checks/run-case.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import { isObject, type Json, type JsonObject } from "../../../contract-tests/model/json.js";
import { openTarget, type Target } from "../../../contract-tests/provider/target.js";
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
      return new Response(
        JSON.stringify({ linkId: "42", pendingRef: "r", maskedEmail: "p***@e.com", maskedPhone: "+1***" }),
        {
          headers: { "content-type": "application/json" },
        },
      );
    },
  });
  for (const one of deriveCases(contract, seed)) await runCase(contract, one, provider);
  return sent;
}

/** Every value, at any depth, of a field that could say who is meant. */
function identities(value: Json): Json[] {
  if (Array.isArray(value)) return value.flatMap(identities);
  if (!isObject(value)) return [];
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
    for (const identity of named) expect(identity).toMatch(/^(?:probe-[0-9a-f]{8}-\d+@example\.com|\+155555501\d\d)$/);
  });

  test("two runs make up different people", async () => {
    const emails = (sent: readonly Sent[]) => new Set(sent.flatMap(({ body }) => body.match(/probe-[^@]*@/g) ?? []));
    const [first, second] = [emails(await run), emails(await everythingSent(ourDocument, remote))];
    expect([...first].filter((email) => second.has(email))).toEqual([]);
  });

  test("an operation that the contract does not mark is not called at all", async () => {
    const unmarked = structuredClone(ourDocument);
    const { paths } = unmarked;
    for (const item of isObject(paths) ? Object.values(paths) : []) {
      if (isObject(item) && isObject(item.post)) delete item.post["x-creates-person"];
    }
    expect(await everythingSent(unmarked, remote)).toEqual([]);
  });

  test("with sends allowed, everything goes out as it is", async () => {
    const sent = await everythingSent(ourDocument, { ...remote, harmlessOnly: false });
    expect(sent.some(({ url, body }) => url.includes("/signup/") && body.includes("alan@example.com"))).toBe(true);
  });
});

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
  const made = JSON.stringify(provider.substitute?.({ loginId: "ada@example.com" }));

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
    ["an address in the query", `${signIn}?loginId=ada%40example.com`, "{}"],
  ])("kept back: %s", async (_why, path, body) => {
    expect(await send(path, body)).toBe(0);
  });

  test.each<[what: string, path: string, body: string | undefined]>([
    ["a sign-in of somebody made up", signIn, made],
    ["a sign-in of nobody", signIn, "{}"],
    ["a sign-up of nobody", signUp, '{"unlisted_field":"any"}'],
    ["no body", signUp, undefined],
  ])("sent: %s", async (_what, path, body) => {
    expect(await send(path, body)).toBe(1);
  });
});
