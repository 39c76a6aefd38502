import { dirname, isAbsolute, join, relative } from "node:path";
import { defineConfig } from "vitest/config";
import { checkNames } from "./contract-tests/cases/case.js";
import { ByCase, contractPlugin } from "./contract-tests/plugin.js";

const suite = checkNames.map((name) => `contract-tests/${name}.test.ts`);
const contractFolder = dirname(process.env.CONTRACT_FILE || "openapi/openapi.yaml");

export default defineConfig({
  test: {
    maxWorkers: "100%",
    // In the tree itself: copies of it link node_modules, and take theirs with them when they go.
    experimental: { fsModuleCache: true, fsModuleCachePath: join(import.meta.dirname, ".vitest") },
    sequence: { sequencer: ByCase },
    watchTriggerPatterns: [
      {
        pattern: /\.(?:ya?ml|json)$/,
        testsToRun: (file) => {
          const inFolder = relative(contractFolder, file);
          return inFolder.startsWith("..") || isAbsolute(inFolder) ? undefined : suite;
        },
      },
    ],
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/**/*.test.ts"],
          alias: { "descope-links": "/src/index.ts" }, // for the examples, which are imported without a build
          // Some tests run whole commands: the limit ends what hangs, it measures nothing.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxConcurrency: 3,
          // The modules, Prism and the compiler among them, are loaded once for a worker, not for each file: a test that
          // changes what the process shares puts it back.
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
        },
      },
      {
        plugins: [contractPlugin()],
        test: {
          name: "contract",
          include: suite,
          globalSetup: "contract-tests/setup.ts",
          // A thread, so that the mock can run on the main one meanwhile; one, so that the contract is read once.
          pool: "threads",
          maxWorkers: 1,
          isolate: false,
          maxConcurrency: 8,
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
