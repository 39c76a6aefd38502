/**
 * Ends with exit code 2 and a sentence if packages that the commands need are not installed, as after an install for
 * production: Node would end in a stack trace. In plain JavaScript without imports, as other packages may be missing.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { resolve } = createRequire(import.meta.url);
const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const missing = Object.keys({ ...dependencies, ...devDependencies }).filter(
  (name) => !resolve.paths(name)?.some((folder) => existsSync(join(folder, name, "package.json"))),
);
if (missing.length > 0) {
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : "";
  const names = missing.slice(0, 3).join(", ");
  process.stderr.write(
    `Packages that the commands need are not installed (${names}${more}): run npm ci --include=dev.\n`,
  );
  process.exit(2);
}
