import { readContract } from "../contract-tests/model/contract.js";
import { isObject, parseJson } from "../contract-tests/model/json.js";
import document from "../generated/openapi.json" with { type: "json" };

const shown = readContract(Object(parseJson(JSON.stringify(document)))).operations.map(({ id, responses }) => {
  const [example] = responses.find(({ status }) => status === "200")?.content[0]?.examples ?? [];
  return [id, isObject(example?.value) ? example.value : {}] as const;
});

/** The success that the contract shows for an operation, so that a test does not repeat the names of its fields. */
export const successOf = (operation: string) => JSON.stringify(Object.fromEntries(shown)[operation]);

/** A success of every operation: the fields of all of them. */
export const success = JSON.stringify(Object.assign({}, ...shown.map(([, value]) => value)));
