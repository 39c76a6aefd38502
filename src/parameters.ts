import type { CallParams } from "./options.js";
import type { OperationEntry, ParameterEntry } from "./table.js";

/** Needed by a client whose table has parameters; `npm run generate` leaves it out of any other. */
export type WriteParams = (entry: OperationEntry, params: CallParams) => CallParams;

/**
 * The parameters of a call. Those that openapi-fetch would not write as the contract says are text already, which it
 * passes on as it is.
 */
export function writeParams({ parameters = [] }: OperationEntry, params: CallParams): CallParams {
  const result: { -readonly [place in keyof CallParams]: CallParams[place] } = { ...params };
  for (const { in: place, name, style } of parameters) {
    const { [name]: value, ...others } = result[place] ?? {};
    if (value === undefined || value === null) {
      continue;
    }
    if (style === "json") {
      result[place] = { ...others, [name]: JSON.stringify(value) };
    } else if (style !== "apart") {
      result[place] = { ...others, [name]: text(value, style) };
    } else if (!Array.isArray(value)) {
      result[place] = { ...others, ...value };
    }
  }
  return result;
}

function text(value: unknown, { list, fields }: Exclude<ParameterEntry["style"], string>): string {
  if (Array.isArray(value)) {
    return list[0] + value.join(list[1]);
  }
  if (typeof value !== "object" || !value) {
    return list[0] + value;
  }
  return (
    fields[0] +
    Object.entries(value)
      .map((field) => field.join(fields[2]))
      .join(fields[1])
  );
}
