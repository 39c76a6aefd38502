import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { startMock } from "../../contract-tests/mock/mock.js";
import { readContract } from "../../contract-tests/model/contract.js";
import { ContractError } from "../../contract-tests/model/errors.js";
import type { JsonObject } from "../../contract-tests/model/json.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { run, tsc } from "./run.js";
import type { Tarball } from "./tarball.js";

/** A project that uses the package in strict TypeScript. No `skipLibCheck`: the declarations have to compile too. */
export const project: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ type: "module", private: true }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, resolveJsonModule: true },
      ...{ target: "es2022", lib: ["es2022", "dom", "dom.iterable"], types: [] },
    },
    files: ["main.ts"],
  }),
  "main.ts": `import { createDescopeClient, type ErrorCode, isDescopeError, type KnownErrorCode } from "descope-links";
declare const process: { readonly argv: readonly string[] };

const contract = await import("descope-links/openapi.json", { with: { type: "json" } });
const descope = createDescopeClient({ projectId: "P2abc", baseUrl: process.argv[2] ?? "", timeoutMs: undefined, fetch });
const result = await descope.signInEnchantedLinkEmail({ loginId: "ada@example.com" }, { headers: { traceparent: "x" } });
// @ts-expect-error the data of a call that may have failed
void (() => result.data.linkId);
const unregistered: KnownErrorCode = "E062108";
const code: ErrorCode | undefined = result.ok ? undefined : result.error.code;
if (!result.ok) throw code === unregistered ? new Error("not registered") : result.error;
const linkId: string = result.data.linkId;
// @ts-expect-error an unknown field
void (() => descope.signInMagicLinkEmail({ loginId: "ada@example.com", nick: "ada" }));
const known: boolean = isDescopeError(result);
console.log(linkId, known, Object.keys(contract.default.paths).length);
`,
};

/** The ways to resolve the package's types, as flags of the compiler. */
export const resolutions = [
  "--module esnext --moduleResolution bundler",
  "--module nodenext --moduleResolution node16",
];

/** Unpacks the tarball into an empty project, compiles against it in two ways, and makes a call to a mock. */
export async function checkAsStranger(tarball: Tarball, directory: string): Promise<string> {
  const folder = join(directory, "stranger");
  const modules = join(folder, "node_modules");
  const installed = join(modules, "descope-links");
  await mkdir(installed, { recursive: true });
  // Relative names: to some `tar`s, `C:` is another machine.
  const [file, to] = [relative(folder, tarball.file), relative(folder, installed)];
  await run("tar", ["-xzf", file, "--strip-components=1", "-C", to], folder);
  await symlink(join(projectRoot, "node_modules", "openapi-fetch"), join(modules, "openapi-fetch"), "junction");
  await Promise.all(Object.entries(project).map(([name, text]) => writeFile(join(folder, name), text)));
  for (const resolution of resolutions) {
    await tsc(["-p", folder, ...resolution.split(" ")], folder);
  }
  const document: JsonObject = JSON.parse(await readFile(join(projectRoot, "generated", "openapi.json"), "utf8"));
  const mock = await startMock(readContract(document));
  const said = await run(process.execPath, ["main.js", mock.url], folder).finally(() => mock.close());
  if (!/^\d\d false \d+$/.test(said.trim())) {
    throw new ContractError(`The call to the mock said ${said}`);
  }
  return "compiles under node16 and bundler, and its call to the mock went well";
}
