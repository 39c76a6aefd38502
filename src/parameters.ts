import type { CallParams } from "./options.js";
import type { OperationEntry, ParameterEntry } from "./table.js";

/** What a client needs where the table has parameters; `npm run generate` leaves it out of a client that does not. */
export type WriteParams = (entry: OperationEntry, params: CallParams) => CallParams;

/**
 * The parameters of a call, those that openapi-fetch would write otherwise than the contract says already as text,
 * which it takes as it is.
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
