import type { Contract } from "../../../contract-tests/model/contract.js";
import { openLink, ToolFailure } from "../../../contract-tests/mutation/mock-link.js";
import type { Mutant } from "../../../contract-tests/mutation/mutant.js";
import { type Answer, parsed } from "../../../contract-tests/mutation/wire.js";
import { startMock } from "../../../contract-tests/provider/mock.js";

/** A request as it is written down in a test. */
export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** Sends a plain request to a provider, changed or not: none of the suite has a hand in it. */
export async function ask(contract: Contract, request: Ask, mutant?: Mutant): Promise<Answer> {
  const provider = mutant?.provider;
  const mock = await startMock(provider && "document" in provider ? provider.document() : contract.document);
  const link = openLink(mock.url);
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
  if (headers?.authorization === "none") asked.headers.delete("authorization");
  try {
    return provider && "rewrite" in provider ? await provider.rewrite(asked, link.forward) : await link.forward(asked);
  } catch (error) {
    if (error instanceof ToolFailure) return { status: 0, headers: new Headers(), text: "" }; // no answer of a provider
    throw error;
  } finally {
    link.close();
    await mock.close();
  }
}

/** A value in a JSON body, by its way; the whole body for none. */
export function inBody(...way: (string | number)[]): (answer: Answer) => unknown {
  return ({ text }) => way.reduce<unknown>((value, step) => Object(value)[step], parsed(text));
}

export const status = (answer: Answer): number => answer.status;
export const text = (answer: Answer): string => answer.text;
export const header =
  (name: string) =>
  ({ headers }: Answer): string | null =>
    headers.get(name);
