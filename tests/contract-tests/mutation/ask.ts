import type { Contract } from "../../../contract-tests/model/contract.js";
import { parseJson } from "../../../contract-tests/model/json.js";
import type { Mutant, ProviderName } from "../../../contract-tests/mutation/mutant.js";
import { subjects } from "../../../contract-tests/mutation/subject.js";
import type { RawResponse } from "../../../contract-tests/provider/wire.js";

/** A request as it is written down in a test. */
export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** How often it is sent; the last response is looked at. Default: once. */
  readonly times?: number;
}

/** Prism on unchanged contracts: it keeps nothing of a request, so that one serves all tests of a file. */
const originals = new Map<Contract, ReturnType<(typeof subjects)["prism"]["start"]>>();

function original(contract: Contract, on: ProviderName) {
  if (on !== "prism") {
    return subjects[on].start(contract);
  }
  const started = originals.get(contract) ?? subjects[on].start(contract);
  originals.set(contract, started);
  return started;
}

/** Sends a plain request to a provider, changed or not: none of the suite has a hand in it. */
export async function ask(
  contract: Contract,
  request: Ask,
  mutant?: Mutant,
  on: ProviderName = "prism",
): Promise<RawResponse> {
  const forward = await original(contract, on);
  const { method, path, json, headers } = request;
  const body = json === undefined ? undefined : JSON.stringify(json);
  const asked = {
    method,
    url: `http://127.0.0.1:4010${path}`,
    headers: new Headers({
      authorization: "Bearer P2testtesttest",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    }),
    body,
  };
  if (headers?.authorization === "none") {
    asked.headers.delete("authorization");
  }
  try {
    const given = mutant?.rewrite;
    const rewrite = typeof given === "object" ? given.inOrder() : given;
    const send = () => (rewrite ? rewrite(asked, forward) : forward(asked));
    for (let sent = 1; sent < (request.times ?? 1); sent += 1) {
      await send();
    }
    return await send();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("the mock did not respond")) {
      return { status: 0, headers: new Headers(), text: "" }; // no answer of a provider
    }
    throw error;
  }
}

/** A value in a JSON body, by its way; the whole body for none. */
export function inBody(...way: (string | number)[]): (response: RawResponse) => unknown {
  return ({ text }) => way.reduce<unknown>((value, step) => Object(value)[step], parseJson(text));
}

export const status = (response: RawResponse): number => response.status;
export const text = (response: RawResponse): string => response.text;
export const header =
  (name: string) =>
  ({ headers }: RawResponse): string | null =>
    headers.get(name);
