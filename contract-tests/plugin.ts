import { join } from "node:path";
import type { Plugin } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { isOurs, noRunOf } from "./project.js";

/**
 * Shards are of cases, so that they are even: each has every file of the suite, which leaves the choice to its tests. And
 * the files run in the same order each time, whatever the runs before took.
 */
export class ByCase extends BaseSequencer {
  override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { ours, others } = parted(files);
    return [...ours, ...(await super.shard(others))];
  }

  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { ours, others } = parted(files);
    const sorted = await super.sort(others);
    // Global setup has ended by now. If the run cannot begin, the verdict says why, and there is nothing to load.
    const [first] = ours;
    const begun = first && noRunOf(first.project) ? [] : ours;
    if (begun.length < ours.length) {
      this.ctx.logger.printNoTestFound = () => {};
    }
    // Those that run whole commands take longest: begun last, they would keep one core waiting.
    const isSlow = ({ moduleId }: TestSpecification) => moduleId.includes("/tests/scripts/");
    return [
      ...begun.sort((a, b) => a.moduleId.localeCompare(b.moduleId)),
      ...sorted.filter(isSlow),
      ...sorted.filter((one) => !isSlow(one)),
    ];
  }
}

function parted(files: readonly TestSpecification[]) {
  return {
    ours: files.filter(({ project }) => isOurs(project)),
    others: files.filter(({ project }) => !isOurs(project)),
  };
}

/**
 * The plugin of the suite's Vitest project: it adds the reporter of the verdict, whatever reporters a user names, and
 * holds the project to the settings that a verdict rests on.
 */
export function contractPlugin(): Plugin {
  return {
    name: "contract-verdict",
    async configureVitest({ vitest, project }) {
      // As global setup is loaded, so that both share the contract; and only when this project runs.
      const { verdictReporter, hasTarget } = await project.import<typeof import("./verdict.js")>(
        join(import.meta.dirname, "verdict.ts"),
      );
      vitest.config.reporters.push(verdictReporter());
      // There may be more shards than files, and a selection leaves files without a test: the verdict judges that.
      vitest.config.passWithNoTests ||= vitest.projects.every(isOurs);
      // A rate limit is waited out, and a request that is sent again may deliver a message again.
      Object.assign(project.config, { passWithNoTests: true, testTimeout: 0, retry: 0 });
      // One worker keeps the pace of a run and counts its messages.
      if (hasTarget(vitest.config.provide)) {
        Object.assign(project.config, { maxWorkers: 1, isolate: false });
      }
    },
  };
}
