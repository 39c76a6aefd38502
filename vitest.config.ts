import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts"],
          // Some tests run whole commands: the limit ends what hangs, it measures nothing.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxConcurrency: 3,
        },
      },
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts", "contract-tests/**/*.ts", "scripts/compare/**/*.ts"],
      reporter: ["text-summary"],
      // What is reached, less the little that changes with what chance draws.
      thresholds: { statements: 93, branches: 85, functions: 94, lines: 93 },
    },
  },
});
