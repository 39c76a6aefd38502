/**
 * Arithmetic on numbers as JSON writes them: 19.99 is a multiple of 0.01, which in binary fractions it is not. A number
 * is `digits` × 10^`exponent`, read from the shortest text that stands for it.
 */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function decimalOf(value: number): Decimal {
  const [mantissa = "", power = "0"] = value.toExponential().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

/** The digits of two finite numbers on one exponent. */
function aligned(left: number, right: number): { left: bigint; right: bigint; exponent: number } {
  const [one, other] = [decimalOf(left), decimalOf(right)];
  const exponent = Math.min(one.exponent, other.exponent);
  const digits = (decimal: Decimal) => decimal.digits * 10n ** BigInt(decimal.exponent - exponent);
  return { left: digits(one), right: digits(other), exponent };
}

/** Whether a finite number is a whole multiple of a finite unit other than 0. */
export function isMultipleOf(value: number, unit: number): boolean {
  const { left, right } = aligned(value, unit);
  return left % right === 0n;
}

/** The multiple of a unit above 0 that is nearest to a finite limit on one side of it, the limit itself included. */
export function multipleNear(limit: number, unit: number, side: "atLeast" | "atMost"): number {
  const { left, right, exponent } = aligned(limit, unit);
  const rest = left % right;
  if (rest === 0n) {
    return limit;
  }
  const towardsZero = left - rest;
  const away = side === "atLeast" ? left > 0n : left < 0n;
  const step = left > 0n ? right : -right;
  return Number(`${away ? towardsZero + step : towardsZero}e${exponent}`);
}

/** The least number above 0 that is a multiple of both units. */
export function leastCommonMultiple(one: number, other: number): number {
  const { left, right, exponent } = aligned(one, other);
  let [divisor, rest] = [left, right];
  while (rest !== 0n) {
    [divisor, rest] = [rest, divisor % rest];
  }
  return Number(`${(left / divisor) * right}e${exponent}`);
}
