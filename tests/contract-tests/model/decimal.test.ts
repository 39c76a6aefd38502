import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMultipleOf, leastCommonMultiple, multipleNear } from "../../../contract-tests/model/decimal.js";

describe("multiples of decimal numbers", () => {
  it.each([
    [8.61, 0.01],
    [-4.35, 0.05],
    [0.3, 0.1],
    [3e-7, 1e-7],
    [1e300, 1e-300],
    [1e21, 7, false],
    [0, 0.25],
    [8.615, 0.01, false],
    [0.30000000000000004, 0.1, false],
    [5, 0.3, false],
    [9007199254740992, 2],
  ])("takes %d for a multiple of %d, or not", (value, unit, expected: boolean | undefined = true) => {
    expect(isMultipleOf(value, unit)).toBe(expected);
  });

  it("finds for every count and unit that the product is a multiple, and nothing between two of them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: -9, max: 9 }),
        (count, unit, exponent) => {
          const [step, value] = [Number(`${unit}e${exponent}`), Number(`${count * unit}e${exponent}`)];
          const between = Number(`${count * unit * 10 + 1}e${exponent - 1}`);
          return (
            isMultipleOf(value, step) &&
            !isMultipleOf(between, step) &&
            multipleNear(between, step, "atMost") === value &&
            multipleNear(between, step, "atLeast") === Number(`${(count + 1) * unit}e${exponent}`)
          );
        },
      ),
    );
  });

  it("finds the multiple next to a limit on either side of zero", () => {
    expect(multipleNear(0.07, 0.02, "atLeast")).toBe(0.08);
    expect(multipleNear(0.07, 0.02, "atMost")).toBe(0.06);
    expect(multipleNear(-0.07, 0.02, "atLeast")).toBe(-0.06);
    expect(multipleNear(-0.07, 0.02, "atMost")).toBe(-0.08);
    expect(multipleNear(0.08, 0.02, "atMost")).toBe(0.08);
  });

  it("finds the least common multiple", () => {
    expect(leastCommonMultiple(0.4, 0.6)).toBe(1.2);
    expect(leastCommonMultiple(0.25, 3)).toBe(3);
    expect(leastCommonMultiple(7, 7)).toBe(7);
  });
});
