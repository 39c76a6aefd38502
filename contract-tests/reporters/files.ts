import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../model/errors.js";
import { html } from "./html.js";
import type { Report } from "./report.js";

const names = { json: "results.json", page: "index.html", junit: "junit.xml" } as const;

/** The JUnit report's place in a folder of reports. */
export function junitFile(directory: string): string {
  return join(directory, names.junit);
}

/**
 * Makes a folder ready for a run's reports: an older run's would be taken for this one's. Throws {@link InputError}
 * where the folder cannot be written.
 */
export async function clearReports(directory: string): Promise<void> {
  await writable(directory, async () => {
    await mkdir(directory, { recursive: true });
    for (const name of Object.values(names)) await rm(join(directory, name), { force: true });
  });
}

/** Writes a run's page and its results as JSON. Throws {@link InputError} where the folder cannot be written. */
export async function writeReports(directory: string, report: Report): Promise<void> {
  await writable(directory, async () => {
    await writeFile(join(directory, names.json), `${JSON.stringify(report, null, 2)}\n`);
    await writeFile(join(directory, names.page), html(report));
  });
}

async function writable(directory: string, write: () => Promise<void>): Promise<void> {
  await write().catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new InputError(`Reports cannot be written to ${directory} (${code}): name another folder with --report.`);
  });
}
