import { afterEach, expect, test, vi } from "vitest";
import { createProgress } from "../../scripts/progress.js";

const result = {
  id: "1",
  check: "response-conforms",
  operation: "listBells",
  name: "example",
  outcome: "passed",
  seen: [],
  findings: [],
} as const;

afterEach(() => {
  vi.restoreAllMocks();
});

/** What stands in the log of a job after cases that end at these seconds. */
function logged(ends: readonly number[], perMinute?: number): string[] {
  let clock = 0;
  vi.spyOn(performance, "now").mockImplementation(() => 1000 * clock);
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const progress = createProgress(100, perMinute);
  for (clock of ends) {
    progress(result);
  }
  return write.mock.calls.map(([line]) => String(line));
}

test("a quick run says nothing of its progress where it is not on a terminal", () => {
  expect(logged([1, 2, 9])).toEqual([]);
});

test("a run that takes longer says every ten seconds how far it is", () => {
  expect(logged([2, 10, 12, 20])).toEqual([
    "2/100 response-conforms listBells, about 490 s left\n",
    "4/100 response-conforms listBells, about 480 s left\n",
  ]);
});
