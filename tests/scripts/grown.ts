import { appendFile, copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../contract-tests/model/errors.js";
import type { JsonObject } from "../../contract-tests/model/json.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { main as generate } from "../../scripts/generate.js";
import { call } from "./run.js";
import { copyTree, edit } from "./tree.js";

/**
 * Operations that the vendor does not have, so that none of them is in the way of one that is really added. One creates a
 * user, one has a closed body of one field, and one has parameters alone and gives a list.
 */
export const furtherOperations = [
  { id: "signUpNumberedLinkEmail", path: "/v1/auth/numberedlink/signup/email" },
  { id: "verifyNumberedLink", path: "/v1/auth/numberedlink/verify" },
  { id: "listNumberedLinks", path: "/v1/auth/numberedlinks" },
] as const;

/** An optional field. One that comes back would want an example that shows it, too. */
const optionalFields = {
  "SignInLoginOptions.yaml": "  rememberDevice:\n    type: boolean\n    description: Trust the device from then on.\n",
};

/** A copy of this tree with further operations and a further field, by YAML and `generate` alone. */
export async function grownTree() {
  const tree = await copyTree();
  const at = (...path: string[]) => join(tree.root, ...path);
  for (const { id, path } of furtherOperations) {
    const fixture = join(projectRoot, "tests", "fixtures", "further-operations", `${id}.yaml`);
    await copyFile(fixture, at("openapi", "paths", `${id}.yaml`));
    await edit(at("openapi", "openapi.yaml"), "components:\n", `  ${path}:\n    $ref: paths/${id}.yaml\ncomponents:\n`);
  }
  for (const [file, yaml] of Object.entries(optionalFields)) {
    await appendFile(at("openapi", "schemas", file), yaml);
  }
  return { ...tree, at, document: await generatedIn(tree.root) };
}

/** Generates a client beside the contract of a folder, and gives the document that it is made of. */
export async function generatedIn(folder: string): Promise<JsonObject> {
  const [contract, out] = [join(folder, "openapi", "openapi.yaml"), join(folder, "generated")];
  const { code, output } = await call(generate, ["--contract", contract, "--out", out]);
  if (code !== 0) {
    throw new InputError(output);
  }
  return JSON.parse(await readFile(join(out, "openapi.json"), "utf8"));
}
