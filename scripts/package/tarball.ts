import { join } from "node:path";
import { ContractError } from "../../contract-tests/model/errors.js";
import { isObject } from "../../contract-tests/model/json.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { npm } from "./run.js";

/** What `npm publish` would upload. */
export interface Tarball {
  readonly file: string;
  readonly summary: string;
}

const besidesDist = ["LICENSE", "README.md", "package.json"];
const neededInDist = ["dist/index.js", "dist/index.d.ts", "dist/openapi.json"];

/** Packs the project, and checks that it holds `dist/` and what belongs to any package, and nothing else. */
export async function packInto(directory: string): Promise<Tarball> {
  const out = await npm(["pack", "--json", "--ignore-scripts", "--pack-destination", directory], projectRoot);
  const packed: unknown = JSON.parse(out);
  const [first]: unknown[] = Array.isArray(packed) ? packed : [];
  if (!isObject(first) || typeof first.filename !== "string" || !Array.isArray(first.files))
    throw new Error("npm pack --json says nothing of a file");
  const files = first.files.flatMap((file) => (isObject(file) && typeof file.path === "string" ? [file.path] : []));
  const stray = files.filter((path) => !path.startsWith("dist/") && !besidesDist.includes(path));
  const missing = [...besidesDist, ...neededInDist].filter((path) => !files.includes(path));
  if (stray.length > 0) throw new ContractError(`The tarball holds what it should not: ${stray.join(", ")}`);
  if (missing.length > 0) throw new ContractError(`The tarball lacks ${missing.join(", ")}`);
  return { file: join(directory, first.filename), summary: `${files.length} files, ${first.size} bytes` };
}
