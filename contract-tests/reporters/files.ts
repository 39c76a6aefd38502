import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type InputError, writing } from "../model/errors.js";
import { forScript } from "../model/harmless-text.js";
import { html } from "./html.js";
import type { Report } from "./report.js";

const names = { json: "results.json", page: "index.html" } as const;

/**
 * Makes a folder ready for a run's reports: an older run's would be taken for this one's. Throws {@link InputError} if
 * the folder cannot be written.
 */
export async function clearReports(directory: string): Promise<void> {
  await writing(directory, "report", async () => {
    await makeFolder(directory);
    for (const name of Object.values(names)) {
      await rm(join(directory, name), { force: true });
    }
    // An unwritable file shows before the run, and not after it.
    const probe = join(directory, names.json);
    await writeFile(probe, "");
    await rm(probe);
  });
}

/** Writes a run's page, and its results as JSON. Throws {@link InputError} if the folder cannot be written. */
export async function writeReports(directory: string, report: Report): Promise<void> {
  await writing(directory, "report", async () => {
    await writeFile(join(directory, names.json), inPieces(report));
    await writeFile(join(directory, names.page), html(report));
  });
}

/** A report as JSON, its results a line each: as one text, those of a large contract would take memory several times over. */
function* inPieces({ results, ...rest }: Report): Generator<string> {
  yield `${forScript(rest, 2).slice(0, -"\n}".length)},\n  "results": [`;
  for (const [index, result] of results.entries()) {
    yield `${index === 0 ? "" : ","}\n    ${forScript(result)}`;
  }
  yield "\n  ]\n}\n";
}

/** A folder with those around it. Node's own way of making them all never ends under `/proc`. */
async function makeFolder(directory: string): Promise<void> {
  if (!existsSync(directory)) {
    await makeFolder(dirname(directory));
    await mkdir(directory);
  }
}
