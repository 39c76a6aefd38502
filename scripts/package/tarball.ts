import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { ContractError } from "../../contract-tests/model/errors.js";
import { isObject } from "../../contract-tests/model/json.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { npm } from "./run.js";

/** The files that `npm publish` would upload. */
export interface Tarball {
  readonly file: string;
  readonly summary: string;
}

const besidesDist = ["LICENSE", "README.md", "package.json"];
const neededInDist = ["dist/index.js", "dist/src/index.d.ts", "dist/openapi.json"];

/** The built files, and the sources that their maps name: so that a debugger and go-to-definition end up in them. */
const isOurs = /^(dist\/|src\/[\w-]+\.ts$|generated\/[\w-]+\.ts$)/;

/** Packs the project, and checks that it holds exactly these and the files of any package. */
export async function packInto(directory: string): Promise<Tarball> {
  const out = await npm(["pack", "--json", "--ignore-scripts", "--pack-destination", directory], projectRoot);
  const packed: unknown = JSON.parse(out);
  const [first]: unknown[] = Array.isArray(packed) ? packed : [];
  if (!isObject(first) || typeof first.filename !== "string" || !Array.isArray(first.files)) {
    throw new Error("npm pack --json says nothing of a file");
  }
  const files = first.files.flatMap((file) => (isObject(file) && typeof file.path === "string" ? [file.path] : []));
  mustHold(files, await sourcesOf(files));
  return { file: join(directory, first.filename), summary: `${files.length} files, ${first.size} bytes` };
}

/** Throws {@link ContractError} if a tarball of these files, whose maps name these sources, holds too much or too little. */
export function mustHold(files: readonly string[], sources: readonly string[]): void {
  const lacks = (needed: readonly string[]) => needed.filter((path) => !files.includes(path)).join(", ");
  const stray = files.filter((path) => !isOurs.test(path) && !besidesDist.includes(path)).join(", ");
  const problems = {
    "The tarball has files that it should not have:": stray,
    "The tarball lacks": lacks([...besidesDist, ...neededInDist]),
    "The source maps name files that the tarball lacks:": lacks(sources),
  };
  const [problem] = Object.entries(problems).filter(([, paths]) => paths !== "");
  if (problem) {
    throw new ContractError(problem.join(" "));
  }
}

/** The sources that the maps among these files name. */
async function sourcesOf(files: readonly string[]): Promise<string[]> {
  const maps = files.filter((path) => path.endsWith(".map"));
  const read = maps.map(async (path) => {
    const { sources }: { sources: string[] } = JSON.parse(await readFile(join(projectRoot, path), "utf8"));
    return sources.map((source) => posix.join(posix.dirname(path), source));
  });
  return (await Promise.all(read)).flat();
}
