import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { startMock } from "../../contract-tests/mock/mock.js";
import { readContract } from "../../contract-tests/model/contract.js";
import { ContractError } from "../../contract-tests/model/errors.js";
import type { JsonObject } from "../../contract-tests/model/json.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { run } from "./run.js";
import type { Tarball } from "./tarball.js";

const program = `import { createDescopeClient, isDescopeError, type KnownErrorCode } from "descope-links";

const contract = await import("descope-links/openapi.json", { with: { type: "json" } });
const descope = createDescopeClient({ projectId: "P2abc", baseUrl: process.argv[2] ?? "" });
const result = await descope.signInEnchantedLinkEmail({ loginId: "ada@example.com" });
const unregistered: KnownErrorCode = "E062108";
if (!result.ok) throw result.error.code === unregistered ? new Error("not registered") : result.error;
const { linkId } = result.data;
// @ts-expect-error an unknown field
void (() => descope.signInMagicLinkEmail({ loginId: "ada@example.com", nick: "ada" }));
console.log(linkId, isDescopeError(result), Object.keys(contract.default.paths).length);
`;

/** Names that the compiler's own library has only with Node's types. */
const ambient = "declare const process: { readonly argv: readonly string[] };\n";

/** Unpacks the tarball into an empty project, compiles against it in two ways, and makes a call to a mock. */
export async function checkAsStranger(tarball: Tarball, directory: string): Promise<string> {
  const project = join(directory, "stranger");
  const modules = join(project, "node_modules");
  const installed = join(modules, "descope-links");
  await mkdir(installed, { recursive: true });
  // Relative names: to some `tar`s, `C:` is another machine.
  const [file, to] = [relative(project, tarball.file), relative(project, installed)];
  await run("tar", ["-xzf", file, "--strip-components=1", "-C", to], project);
  await symlink(join(projectRoot, "node_modules", "openapi-fetch"), join(modules, "openapi-fetch"), "junction");
  await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
  await writeFile(join(project, "main.ts"), program);
  await writeFile(join(project, "ambient.d.ts"), ambient);

  await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: strict, include: ["*.ts"] }));
  const tsc = join(projectRoot, "node_modules", "typescript", "bin", "tsc");
  const compile = (...args: string[]) => run(process.execPath, [tsc, "-p", project, ...args], project);
  await compile("--module", "esnext", "--moduleResolution", "bundler", "--noEmit");
  await compile("--module", "nodenext", "--moduleResolution", "node16");
  const said = await withMock((url) => run(process.execPath, ["main.js", url], project));
  if (!/^\d\d false \d+$/.test(said.trim())) {
    throw new ContractError(`The call to the mock said ${said}`);
  }
  return "compiles under node16 and bundler, and its call to the mock went well";
}

/** No `skipLibCheck`: the declarations have to compile on their own. */
const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  resolveJsonModule: true,
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
};

async function withMock<T>(use: (url: string) => Promise<T>): Promise<T> {
  const document: JsonObject = JSON.parse(await readFile(join(projectRoot, "generated", "openapi.json"), "utf8"));
  const mock = await startMock(readContract(document));
  try {
    return await use(mock.url);
  } finally {
    await mock.close();
  }
}
