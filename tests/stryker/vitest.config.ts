import { defineConfig } from "vitest/config";

/** The tests of what StrykerJS mutates, but for those of time: instrumented code is slow. */
export default defineConfig({
  test: {
    include: ["tests/src/**/*.test.ts", "tests/contract-tests/outcome.test.ts"],
    testNamePattern: /^(?!time does not grow)/,
  },
});
