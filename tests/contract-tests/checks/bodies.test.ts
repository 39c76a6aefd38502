import { describe, expect, test } from "vitest";
import { createReferenceProvider } from "../../../contract-tests/mock/reference-provider.js";
import { openProvider } from "../../../contract-tests/provider/provider.js";
import { fetchBy } from "../../../contract-tests/provider/wire.js";
import { ours } from "../mutation/contracts.js";
import { runAll } from "../support.js";

const projectId = "P2testtesttest";
const selection = { operation: "signInMagicLinkSms", check: "response-conforms" } as const;

/** The hand-made provider, whose responses are changed in their bytes. */
async function findingsWith(change: (response: Response, count: number) => Promise<Response>) {
  const handle = createReferenceProvider(ours, { prefer: false, token: projectId });
  const fetch = fetchBy(async (request) => (await handle(request)).response);
  let count = 0;
  const provider = openProvider({
    url: "http://127.0.0.1:1",
    projectId,
    prefer: false,
    sleep: async () => {},
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      count += 1;
      return change(response, count);
    },
  });
  const ran = await runAll(ours, provider, selection);
  return ran.flatMap(({ outcome }) => outcome.findings.map(({ expected, received }) => `${expected}: ${received}`));
}

const asBytes = (edit: (bytes: Buffer) => Buffer, type = "application/json") =>
  async function changed(response: Response) {
    const { status, headers } = response;
    headers.set("content-type", type);
    return new Response(new Uint8Array(edit(Buffer.from(await response.arrayBuffer()))), { status, headers });
  };

describe("a body that is not JSON by RFC 8259 is breaking, and named as that", () => {
  test.each<[what: string, says: string, change: (response: Response) => Promise<Response>]>([
    [
      "Latin-1, whatever its label",
      "a JSON body: status 200, a body that is not UTF-8",
      asBytes(
        (bytes) => Buffer.from(bytes.toString("utf8").replace("{", '{"x":"é",'), "latin1"),
        "application/json; charset=iso-8859-1",
      ),
    ],
    [
      "a byte order mark",
      "a JSON body: status 200, a body that begins with a byte order mark",
      asBytes((bytes) => Buffer.concat([Buffer.from("\uFEFF"), bytes])),
    ],
    [
      "a name twice",
      "a JSON body: status 200, a body that has a name twice in one object",
      asBytes((bytes) => Buffer.from(bytes.toString("utf8").replace("{", '{"x":1,"x":1,'))),
    ],
  ])("%s", async (_what, says, change) => {
    expect(new Set(await findingsWith(change))).toEqual(new Set([says]));
  });

  test("as it was, nothing is found", async () => {
    expect(await findingsWith(async (response) => response)).toEqual([]);
  });
});

describe("a rate limit that is waited out", () => {
  const limited = (body: string) => async (response: Response, count: number) =>
    count === 1
      ? new Response(body, { status: 429, headers: { "content-type": "application/json", "retry-after": "1" } })
      : response;

  test("is judged like any other response", async () => {
    const [finding, ...others] = await findingsWith(limited('{"error":'));
    expect(finding).toMatch(/^a JSON body: status 429/);
    expect(others).toEqual([]);
  });

  test("is nothing to find where its body is as documented", async () => {
    const [media] =
      ours.operations.find(({ id }) => id === selection.operation)?.responses.find(({ status }) => status === "429")
        ?.content ?? [];
    expect(media?.examples).not.toEqual([]);
    expect(await findingsWith(limited(JSON.stringify(media?.examples[0]?.value)))).toEqual([]);
  });
});
