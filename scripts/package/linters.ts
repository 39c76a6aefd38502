import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { ContractError } from "../../contract-tests/model/errors.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { run } from "./run.js";
import type { Tarball } from "./tarball.js";

/** publint, suggestions included. */
export async function checkWithPublint({ file }: Tarball): Promise<string> {
  const bytes = await readFile(file);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  if (messages.length === 0) {
    return "nothing to say";
  }
  throw new ContractError(messages.map((message) => formatMessage(message, pkg, { color: false })).join("\n"));
}

/** Are The Types Wrong, for a package of ES modules only. */
export async function checkWithAttw({ file }: Tarball): Promise<string> {
  const cli = join(projectRoot, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
  await run(process.execPath, [cli, file, "--profile", "esm-only", "--no-color", "--no-emoji"], projectRoot);
  return "types resolve as ES modules";
}
