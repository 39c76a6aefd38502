import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { JsonObject } from "../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { kinds } from "../../../scripts/compare/kinds.js";
import { effectOf } from "../../../scripts/compare/words.js";

const ok: JsonObject = { "200": { description: "OK" } };
const securitySchemes: JsonObject = {
  bearer: { type: "http", scheme: "bearer" },
  key: { type: "apiKey", in: "header", name: "Key" },
};

/** A document of an operation as an example says, and of one that stays. An example is a path, a method or YAML. */
function documentOf(kind: string, example: string): JsonObject {
  const [path = "/v1/first"] = /^\/.*/.exec(example) ?? [];
  const isMethod = /^[a-z]*$/.test(example);
  const fragment = isMethod || path === example ? {} : inPlace(kind, parse(example));
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({ name, in: "path", required: true }));
  const first = { [isMethod ? example : "post"]: { operationId: "first", responses: ok, parameters, ...fragment } };
  const other = { get: { operationId: "other", responses: ok } };
  return {
    openapi: "3.1.0",
    info: { title: "Kinds", version: "1" },
    ...("servers" in fragment && { servers: fragment.servers }),
    paths: {
      ...(example !== "" && { [path]: first }),
      ...(kind !== "paths-prefix-changed" && { "/v1/other": other }),
    },
    components: { securitySchemes },
  };
}

/** YAML is of an operation, a body or a schema. */
function inPlace(kind: string, example: JsonObject): JsonObject {
  const isOfOperation = Object.keys(example).every((key) =>
    ["requestBody", "responses", "parameters", "security", "deprecated", "operationId", "servers"].includes(key),
  );
  if (isOfOperation) {
    return example;
  }
  const body = "content" in example ? example : { content: { "application/json": { schema: example } } };
  return kind.startsWith("request")
    ? { requestBody: { required: true, ...body } }
    : { responses: { "200": { description: "OK", ...body } } };
}

/** An object of ours that is merely open: no type has its further fields. */
const merelyOpen = {
  verdict: "breaking",
  example: ["properties: { a: {} }", "{ properties: { a: {} }, additionalProperties: false }"],
} as const;

const tried = [...kinds, ["request-further-fields-tightened", merelyOpen] as const];
const examples = tried.map(([name, { verdict, example }]) => {
  const [ours, theirs] = [documentOf(name, example[0]), documentOf(name, example[1])];
  const { differences } = compareDocuments(ours, theirs, { literal: true });
  return { name, verdict, ours, theirs, found: differences.filter(({ kind }) => kind === name) };
});

test.each(examples)("$name is told of its example, with one of its verdicts", ({ verdict, found }) => {
  expect(found).not.toEqual([]);
  for (const one of found) {
    expect(verdict).toContain(one.verdict);
  }
});

/** What a caller sends and gets: what is sent by ours has to fit theirs, and what comes from theirs has to fit ours. */
const call = `
type Json<C> = C extends { "application/json": infer J } ? J : undefined;
type Body<O> = O extends { requestBody: { content: infer C } } ? Json<C>
  : O extends { requestBody?: { content: infer C } } ? Json<C> | undefined : undefined;
type Parameters<O> = O extends { parameters: infer P } ? P : never;
type Content<R> = R extends { content: infer C } ? Json<C> : undefined;
type Responses<O> = O extends { responses: infer R } ? R : never;
type Success<R> = { [S in keyof R & (200 | 202)]: Content<R[S]> }[keyof R & (200 | 202)];
declare const oldbody: Body<Ours["first"]>;
export const body: Body<Theirs["first"]> = oldbody;
declare const oldfields: keyof NonNullable<Body<Ours["first"]>>;
export const fields: keyof NonNullable<Body<Theirs["first"]>> = oldfields;
declare const oldparameters: Parameters<Ours["first"]>;
export const parameters: Parameters<Theirs["first"]> = oldparameters;
declare const oldcame: Success<Responses<Theirs["first"]>>;
export const came: Success<Responses<Ours["first"]>> = oldcame;
`;

test("a breaking kind does not compile if and only if the compiler says so of its example", {
  timeout: 60_000,
}, async () => {
  const breaking = examples.flatMap((one) => {
    const effect = one.found.map((found) => effectOf(found)).find((found) => found !== undefined);
    return effect === undefined || /^operation-(?:path|method)/.test(one.name) ? [] : [{ ...one, effect }];
  });
  const sources = new Map<string, string>();
  const typesOf = async (document: JsonObject) =>
    astToString(await openapiTS(JSON.stringify(document), { defaultNonNullable: false, silent: true }));
  for (const [index, { ours, theirs }] of breaking.entries()) {
    const spaces = `namespace Old {${await typesOf(ours)}}\nnamespace New {${await typesOf(theirs)}}`;
    sources.set(`/${index}.ts`, `${spaces}\ntype Ours = Old.operations;\ntype Theirs = New.operations;\n${call}`);
  }
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.getSourceFile = (name, version) => {
    const text = sources.get(name);
    return text === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, text, version, true);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  const wrong = breaking.flatMap(({ name, effect }, index) => {
    const faults = ts.getPreEmitDiagnostics(program, program.getSourceFile(`/${index}.ts`));
    return (effect === "does not compile") === faults.length > 0
      ? []
      : [
          `${name}: ${effect}, ${faults.length} faults ${faults
            .map((f) => ts.flattenDiagnosticMessageText(f.messageText, " "))
            .join("|")
            .slice(0, 200)}`,
        ];
  });
  expect(wrong).toEqual([]);
});
