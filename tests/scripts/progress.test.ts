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
  expect(logged([0.5, 1, 1.9])).toEqual([]);
});

test("a run that takes longer says after two seconds, and then every ten, how far it is", () => {
  expect(logged([1, 2, 10, 12, 20, 22])).toEqual([
    "2/100 response-conforms listBells\n",
    "4/100 response-conforms listBells\n",
    "6/100 response-conforms listBells\n",
  ]);
});

test("how long it will take is guessed once there is something to guess from", () => {
  const ends = Array.from({ length: 25 }, (_, index) => (index < 24 ? 1 : 5));
  expect(logged(ends)).toEqual(["25/100 response-conforms listBells, about 15 s left\n"]);
});

test("at a given pace that is said at the first case", () => {
  expect(logged([0.1], 60)).toEqual(["1/100 response-conforms listBells, about 99 s left\n"]);
});
