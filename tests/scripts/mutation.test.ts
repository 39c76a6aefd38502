import { expect, test } from "vitest";
import { main } from "../../scripts/mutation.js";
import { call } from "./run.js";

test("reruns one change by its id, and says which checks notice it", async () => {
  const { code, output } = await call(main, ["--only", "body-html/signInMagicLinkSms/200"]);
  expect(output).toContain("response-conforms example minimal: expected the content type application/json");
  expect(output).toContain("killed");
  expect(code).toBe(0);
});

test("cannot run for a change that there is not", async () => {
  const { code, output } = await call(main, ["--only", "no-such/change"]);
  expect(output).toContain("There is no mutant");
  expect(code).toBe(2);
});
