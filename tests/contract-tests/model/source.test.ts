import { describe, expect, test } from "vitest";
import { readContract } from "../../../contract-tests/model/contract.js";
import { ownContract } from "../../../contract-tests/model/redocly.js";
import { showLocation, sourceOf } from "../../../contract-tests/model/source.js";
import { ourDocument } from "../support.js";

describe("places in the contract", () => {
  const locate = sourceOf(ownContract);

  test("a way through the contract leads to the file that people edit, and the line", () => {
    const at = [
      "paths",
      "/v1/auth/magiclink/signin/sms",
      "post",
      "requestBody",
      "content",
      "application/json",
      "schema",
      "properties",
      "loginId",
      "minLength",
    ];
    const found = locate(at);
    expect(showLocation(found)).toBe("openapi/schemas/LoginId.yaml#/minLength");
    expect(found.line).toBe(5);
  });

  test("every location that a requirement names is there", () => {
    const contract = readContract(ourDocument);
    for (const { node, responses } of contract.operations) {
      expect(locate(node.at).file).toMatch(/^openapi\/paths\//);
      for (const response of responses) {
        expect(locate(response.node.at).line).toBeGreaterThan(0);
      }
    }
  });
});
