import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { readContract } from "../../../contract-tests/model/contract.js";
import { isObject, type JsonObject } from "../../../contract-tests/model/json.js";

function document(text: string): JsonObject {
  const value: unknown = parse(text);
  if (!isObject(value)) {
    throw new Error("no document");
  }
  return value;
}

const at = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");

/** Our own contract. */
export const ours = readContract(document(at("generated/openapi.json")));

/** The one of other shapes; it is one file, and so bundled as it stands. */
export const second = readContract(document(at("tests/fixtures/second-contract/openapi.yaml")));
