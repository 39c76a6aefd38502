import { ContractError } from "../../contract-tests/model/errors.js";
import type { Io } from "../command.js";

/** A named check: it resolves, with a text if there is more to say, or rejects with {@link ContractError}. */
export type NamedCheck = readonly [name: string, check: () => Promise<unknown>];

/** Runs every check, whatever came of those before it, and prints a line for each. True if all of them passed. */
export async function allPass(checks: readonly NamedCheck[], io: Pick<Io, "out" | "err">): Promise<boolean> {
  let passed = true;
  for (const [name, check] of checks) {
    try {
      const remark = await check();
      io.out(`ok    ${name}${typeof remark === "string" ? `: ${remark}` : ""}`);
    } catch (error) {
      if (!(error instanceof ContractError)) {
        throw error;
      }
      passed = false;
      io.err(`FAIL  ${name}: ${error.message}`);
    }
  }
  return passed;
}
