import { describe, expectTypeOf, test } from "vitest";
import type { operations } from "../../generated/api.js";
import type { contract } from "../../generated/operations.js";
import {
  createDescopeClient,
  type DescopeClient,
  type ErrorCode,
  isDescopeError,
  type KnownErrorCode,
  type RequestBody,
  type ResponseData,
  type Result,
} from "../../src/index.js";
import type { Method } from "../../src/methods.js";

// What is checked here is checked by the compiler: `@ts-expect-error` fails where there is no error. The functions of
// this file that hold calls are never run.

type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Loose<T> = unknown extends T ? true : false;

test("no body and no data is `unknown` or `any`, now or after a fifth endpoint", () => {
  type LooseBodies = { [Id in keyof operations]: Loose<RequestBody<operations[Id]>> }[keyof operations];
  type LooseData = { [Id in keyof operations]: Loose<ResponseData<operations[Id]>> }[keyof operations];
  expectTypeOf<LooseBodies>().toEqualTypeOf<false>();
  expectTypeOf<LooseData>().toEqualTypeOf<false>();
});

test("the table and the types name the same operations, each a method", () => {
  expectTypeOf<keyof typeof contract.operations>().toEqualTypeOf<keyof operations>();
  expectTypeOf<Exclude<keyof DescopeClient, "http">>().toEqualTypeOf<keyof operations>();
});

describe("a literal with an unknown or a missing field does not compile", () => {
  const descope = createDescopeClient({ projectId: "P2abc" });

  test("in an email sign-in", () => () => {
    void descope.signInMagicLinkEmail({ loginId: "ada@example.com" });
    void descope.signInMagicLinkEmail({ loginId: "ada@example.com", loginOptions: { locale: "en" } });
    // @ts-expect-error loginId is missing
    void descope.signInMagicLinkEmail({});
    // @ts-expect-error email is no substitute
    void descope.signInMagicLinkEmail({ email: "ada@example.com" });
    // @ts-expect-error no such field
    void descope.signInMagicLinkEmail({ loginId: "ada@example.com", loginID: "x" });
    // @ts-expect-error no such field further down
    void descope.signInMagicLinkEmail({ loginId: "ada@example.com", loginOptions: { stepUp: true } });
    // @ts-expect-error a wrong type
    void descope.signInMagicLinkEmail({ loginId: 7 });
    // @ts-expect-error the body is missing
    void descope.signInMagicLinkEmail();
  });

  test("in an enchanted link", () => () => {
    void descope.signInEnchantedLinkEmail({ loginId: "ada@example.com", loginOptions: { pkceChallenge: "x" } });
    // @ts-expect-error loginId is missing
    void descope.signInEnchantedLinkEmail({ redirectUrl: "https://example.com" });
    // @ts-expect-error no such field
    void descope.signInEnchantedLinkEmail({ loginId: "ada@example.com", uri: "https://example.com" });
  });

  test("in a sign-up", () => () => {
    void descope.signUpMagicLinkEmail({ email: "ada@example.com" });
    void descope.signUpMagicLinkEmail({ loginId: "ada@example.com" });
    void descope.signUpMagicLinkEmail({ loginId: "ada", email: "ada@example.com", loginOptions: { locale: "en" } });
    // @ts-expect-error neither email nor loginId
    void descope.signUpMagicLinkEmail({});
    // @ts-expect-error neither email nor loginId at the top
    void descope.signUpMagicLinkEmail({ user: { email: "ada@example.com" } });
    // @ts-expect-error no such field
    void descope.signUpMagicLinkEmail({ email: "ada@example.com", ssoAppId: "x" });
    // @ts-expect-error no such field further down
    void descope.signUpMagicLinkEmail({ email: "ada@example.com", user: { nick: "x" } });
    // @ts-expect-error not among the options of a sign-up
    void descope.signUpMagicLinkEmail({ email: "ada@example.com", loginOptions: { stepup: true } });
  });

  test("in a sign-in by SMS", () => () => {
    void descope.signInMagicLinkSms({ loginId: "+15555550100", loginOptions: { mfa: true } });
    // @ts-expect-error loginId is missing
    void descope.signInMagicLinkSms({});
    // @ts-expect-error no such field
    void descope.signInMagicLinkSms({ loginId: "+15555550100", email: "ada@example.com" });
  });

  test("in the options", () => () => {
    void descope.signInMagicLinkSms({ loginId: "1" }, { signal: new AbortController().signal, timeoutMs: 1 });
    // @ts-expect-error no such option
    void descope.signInMagicLinkSms({ loginId: "1" }, { timeout: 1 });
    // @ts-expect-error no parameters in this contract
    void descope.signInMagicLinkSms({ loginId: "1" }, { params: {} });
    // @ts-expect-error no project ID
    createDescopeClient({});
    // @ts-expect-error no such option
    createDescopeClient({ projectId: "P2abc", retries: 1 });
  });
});

describe("a result", () => {
  const descope = createDescopeClient({ projectId: "P2abc" });

  test("gives its data only once `ok` is checked", () => async () => {
    const result = await descope.signInEnchantedLinkEmail({ loginId: "ada@example.com" });
    // @ts-expect-error not checked
    void result.data.linkId;
    // @ts-expect-error not checked
    void result.error.kind;
    if (result.ok) {
      expectTypeOf(result.data).toEqualTypeOf<{ linkId: string; pendingRef: string; maskedEmail: string }>();
      expectTypeOf(result.response).toEqualTypeOf<Response>();
    } else {
      expectTypeOf(result.data).toEqualTypeOf<undefined>();
      expectTypeOf(result.response).toEqualTypeOf<Response | undefined>();
    }
  });

  test("can be taken apart, and is told by either of its parts", () => async () => {
    const { ok, data, error, response } = await descope.signInMagicLinkEmail({ loginId: "ada@example.com" });
    expectTypeOf(response).toEqualTypeOf<Response | undefined>();
    if (error) {
      expectTypeOf(data).toEqualTypeOf<undefined>();
      expectTypeOf(error.mayHaveBeenSent).toEqualTypeOf<boolean>();
    } else {
      expectTypeOf(data.maskedEmail).toEqualTypeOf<string>();
    }
    if (ok) {
      expectTypeOf(data.maskedEmail).toEqualTypeOf<string>();
    } else {
      expectTypeOf(error.kind).toExtend<string>();
    }
  });

  test("tells by the kind of its error which fields are there", () => async () => {
    const result = await descope.signInMagicLinkSms({ loginId: "1" });
    if (result.ok) {
      return;
    }
    const { error } = result;
    expectTypeOf(error.code).toExtend<ErrorCode | undefined>();
    expectTypeOf<undefined>().toExtend<typeof error.code>();
    if (error.kind === "api") {
      expectTypeOf(error.code).toExtend<ErrorCode>();
      expectTypeOf(error.status).toEqualTypeOf<number>();
    }
    if (error.kind === "http") {
      expectTypeOf(error.status).toEqualTypeOf<number>();
    }
    // @ts-expect-error no such kind
    void (error.kind === "server");
  });

  test("has codes of which the known ones autocomplete and the unknown ones are legal", () => () => {
    expectTypeOf<"E062108">().toExtend<KnownErrorCode>();
    expectTypeOf<"E999999">().toExtend<ErrorCode>();
    expectTypeOf<Is<ErrorCode, string>>().toEqualTypeOf<false>();
    // @ts-expect-error not known
    const unknown: KnownErrorCode = "E999999";
    void unknown;
  });

  test("is recognised in what was thrown", () => (thrown: unknown) => {
    if (isDescopeError(thrown)) {
      expectTypeOf(thrown.code).toEqualTypeOf<ErrorCode | undefined>();
    }
  });
});

describe("the method of another contract's operation", () => {
  interface Get {
    parameters: { query?: { q?: string }; header?: never; path: { id: string }; cookie?: never };
    requestBody?: never;
    responses: {
      200: { headers: object; content: { "application/json": { a: string } } };
      204: { headers: object; content?: never };
      default: { headers: object; content: { "application/json": { e: string } } };
    };
  }
  interface Search {
    parameters: { query?: { q?: string }; header?: never; path?: never; cookie?: never };
    requestBody?: { content: { "application/json": { deep: boolean } } };
    responses: { "2XX": { headers: object; content: { "application/json; charset=utf-8": number[] } } };
  }
  interface Post {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    requestBody: { content: { "application/json": { a: string } } };
    responses: { 204: { headers: object; content?: never } };
  }
  interface Patch {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    requestBody: { content: { "text/xml": string; "application/merge-patch+json": { b: number } } };
    responses: { 204: { headers: object; content?: never } };
  }
  interface Put {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    requestBody: { content: { "application/vnd.x+json": string; "application/json; charset=utf-8": { c: boolean } } };
    responses: { 204: { headers: object; content?: never } };
  }

  test("takes the body that is sent, in whatever kind of JSON", () => {
    expectTypeOf<RequestBody<Patch>>().toEqualTypeOf<{ b: number }>();
    expectTypeOf<RequestBody<Put>>().toEqualTypeOf<{ c: boolean }>();
  });

  test("takes its parameters, required where the contract requires them", () => {
    expectTypeOf<Parameters<Method<Get>>>().toExtend<[{ params: { path: { id: string } } }]>();
    expectTypeOf<[]>().not.toExtend<Parameters<Method<Get>>>();
    expectTypeOf<[{ signal: AbortSignal }]>().not.toExtend<Parameters<Method<Get>>>();
    expectTypeOf<[undefined]>().toExtend<Parameters<Method<Search>>>();
    expectTypeOf<[{ deep: true }, { params: { query: { q: "x" } } }]>().toExtend<Parameters<Method<Search>>>();
    expectTypeOf<[{ a: string }]>().toExtend<Parameters<Method<Post>>>();
    expectTypeOf<[undefined]>().not.toExtend<Parameters<Method<Post>>>();
  });

  test("gives what its documented successes have, `undefined` for an empty one", () => {
    expectTypeOf<ReturnType<Method<Get>>>().resolves.toEqualTypeOf<Result<{ a: string } | undefined>>();
    expectTypeOf<ReturnType<Method<Search>>>().resolves.toEqualTypeOf<Result<number[]>>();
    expectTypeOf<ReturnType<Method<Post>>>().resolves.toEqualTypeOf<Result<undefined>>();
  });
});
