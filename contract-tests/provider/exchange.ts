import { createEngine } from "../../src/engine.js";
import { writeParams } from "../../src/parameters.js";
import type { Contract } from "../model/contract.js";
import { unknownLike } from "../model/credentials.js";
import type { Operation } from "../model/operation.js";
import { madeUpCredential, withCredentials } from "./credentials.js";
import { NoOutcome, type RequestPlan } from "./plan.js";
import { NotSent, type Provider } from "./provider.js";
import { fetchBy, ownHeader, type WireRequest, type WireResponse } from "./wire.js";
import { headerTexts, pathAndQuery } from "./wire-parameters.js";

/** A request as it went out, its response, and the client's result if it went through the client. */
export interface Exchange {
  readonly request: WireRequest;
  /** The same as the contract has it. */
  readonly expected: WireRequest;
  readonly response: WireResponse;
  readonly result: ClientResult | undefined;
  /** The request as it was planned, and whether it went out so, with the people that it names. */
  readonly plan: RequestPlan;
  readonly asPlanned: boolean;
  /** Whether the provider honours `Prefer`: a mock, which has no data whose state could refuse a valid request. */
  readonly mocked: boolean;
  /** Whether it is the mock that this run started, whose own limits are known. */
  readonly ownMock: boolean;
}

/** The client's result, as far as the suite looks at it. */
type ClientResult =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly error: { readonly kind: string; readonly code?: string | undefined } };

/** The client's own limit, in milliseconds: out of the way, as the provider is waited for in one place. */
const clientPatience = 600_000;

/** Sends a planned request to a provider, through the client or past it, and keeps both sides of it. */
export async function sendPlanned(
  contract: Contract,
  operation: Operation,
  planned: RequestPlan,
  provider: Provider,
): Promise<Exchange> {
  const plan = provider.substitute?.(operation, planned) ?? planned;
  const kept: { request?: WireRequest; response?: WireResponse; failure?: unknown } = {};
  const record = async (request: WireRequest): Promise<WireResponse> => {
    kept.request = request;
    try {
      // Added behind what is recorded, so that no report holds them.
      kept.response = await provider.send(
        withCredentials(
          request,
          operation.security.credentials,
          { right: provider.credential ?? madeUpCredential, refreshJwt: provider.refreshJwt },
          planned,
        ),
      );
    } catch (error) {
      kept.failure = error;
      throw error;
    }
    return kept.response;
  };

  const expected = wireRequest(operation, plan, provider);
  const result =
    plan.via === "client" ? await throughClient(contract, operation, plan, provider, fetchBy(record)) : undefined;
  if (plan.via === "raw") {
    await record(expected).catch(() => undefined);
  }

  const { request, response, failure } = kept;
  if (failure instanceof NotSent) {
    throw new NoOutcome("not-testable", failure.message);
  }
  if (!request) {
    throw new Error(`The client sent nothing: ${result && !result.ok ? result.error.kind : "no reason"}`);
  }
  if (!response) {
    throw new NoResponse(failure instanceof Error ? failure : new Error(String(failure)), request);
  }
  const own = provider.ownMock ? response.headers.get(ownHeader) : null;
  if (own !== null) {
    throw new NoOutcome("not-testable", `not testable on the mock: ${decodeURIComponent(own)}`);
  }
  const { prefer: mocked, ownMock } = provider;
  return { request, expected, response, result, plan: planned, asPlanned: !provider.substitute, mocked, ownMock };
}

/** The provider closed the connection, or never responded. */
export class NoResponse extends Error {
  override readonly name = "NoResponse";

  constructor(
    cause: Error,
    readonly request: WireRequest,
  ) {
    super("no response came", { cause });
  }
}

async function throughClient(
  contract: Contract,
  operation: Operation,
  plan: RequestPlan,
  provider: Provider,
  recording: typeof fetch,
): Promise<ClientResult> {
  const entry = contract.table.operations[operation.id];
  if (!entry) {
    throw new Error(`no such operation: ${operation.id}`);
  }
  // One operation is all that this client needs: making it costs the same however large the contract is.
  const { methods } = createEngine(
    { ...contract.table, operations: { [operation.id]: entry } },
    {
      projectId: provider.projectId,
      baseUrl: provider.url,
      fetch: recording,
      retry: false,
      timeoutMs: clientPatience,
      ...(plan.prefer && { headers: { Prefer: prefer(plan.prefer) } }),
    },
    writeParams,
  );
  const method = methods[operation.id];
  if (!method) {
    throw new Error(`the client has no method ${operation.id}`);
  }
  const options = plan.params ? [{ params: plan.params }] : [];
  if (!operation.body) {
    return method(...options);
  }
  return method(plan.body && "json" in plan.body ? plan.body.json : undefined, ...options);
}

/** A planned request as the contract has it on the wire. */
export function wireRequest(
  operation: Operation,
  plan: RequestPlan,
  { url, projectId }: Pick<Provider, "url" | "projectId">,
): WireRequest {
  const needsBearer = operation.security.credentials.some(({ kind }) => kind === "bearer");
  const { params, body, authorization = needsBearer ? "Bearer {token}" : null } = plan;
  const headers = new Headers(headerTexts(operation, params).map(([name, text]): [string, string] => [name, text]));
  if (authorization !== null) {
    headers.set("authorization", withToken(authorization, projectId));
  }
  const [media] = operation.body?.content ?? [];
  if (body) {
    headers.set("content-type", plan.contentType ?? media?.mediaType ?? "application/json");
  }
  if (plan.prefer) {
    headers.set("prefer", prefer(plan.prefer));
  }
  return {
    method: operation.method.toUpperCase(),
    url: new URL(url.replace(/\/$/, "") + pathAndQuery(operation, params)).href,
    headers,
    body: body && ("json" in body ? JSON.stringify(body.json) : body.text),
  };
}

function withToken(authorization: string, projectId: string): string {
  return authorization.replace("{token}", () => projectId).replace("{unknown}", () => unknownLike(projectId));
}

/** A name that no header can carry goes percent-encoded, which our own mock undoes. */
function prefer({ code, example }: { code: string; example: string }): string {
  return `code=${code}, example=${/^[\x21-\x7e]+$/.test(example) ? example : encodeURIComponent(example)}`;
}
