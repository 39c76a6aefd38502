import { orAsItIs } from "./canonical.js";
import type { DescopeError } from "./error.js";
import { field, isObject } from "./json.js";
import { mostKept } from "./mask.js";
import { plainlyRefused, retryAfterSeconds } from "./retry.js";
import type { ContractTable, JsonType, OperationEntry, SuccessBody } from "./table.js";
import type { Trace } from "./trace.js";

/** The data of a 2xx. Throws a {@link DescopeError} when the contract requires something else of it. */
export function validSuccess({ success }: OperationEntry, status: number, text: string, trace: Trace): unknown {
  const data = parsed(status, text, trace);
  const fault = faultOf(data, success[status in success ? status : "2XX"]);
  if (fault) {
    throw invalid(status, fault, trace);
  }
  return data;
}

/** The body of a 2xx, `undefined` where it is empty. Throws where it is not JSON, without quoting it. */
export function parsed(status: number, text: string, trace: Trace): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    throw invalid(status, "is not JSON", trace);
  }
}

/** The error for a 2xx whose body is not what the contract documents. `fault` holds names of the contract's only. */
export function invalid(status: number, fault: string, trace: Trace): DescopeError {
  return trace.error("invalid-response", `The body of a ${status} ${fault}`, { status });
}

function faultOf(data: unknown, documented: SuccessBody | undefined): string | undefined {
  if (!documented) {
    return documented === null && data === undefined ? undefined : "is not documented";
  }
  if (!hasType(data, documented.types)) {
    return "has a wrong type";
  }
  for (const [name, types] of Object.entries(documented.required)) {
    if (isObject(data) && !hasType(data[name], types)) {
      return `has a wrong ${name}`;
    }
  }
  return undefined;
}

/** No types means any; what is not there has none. */
function hasType(value: unknown, types: readonly JsonType[]): boolean {
  let own: string = typeof value;
  if (value === null) {
    own = "null";
  }
  if (Array.isArray(value)) {
    own = "array";
  }
  return types.length
    ? types.some((type) => type === own || (type === "integer" && Number.isInteger(value)))
    : value !== undefined;
}

/** The error for a response other than 2xx, with its body as text or as it was parsed already. */
export function failure(
  { status, headers }: Response,
  content: unknown,
  { codePattern, ...parts }: Partial<NonNullable<ContractTable["errorBody"]>> = {},
  trace: Trace,
): DescopeError {
  const body = typeof content === "string" ? orAsItIs(content, JSON.parse) : content;
  const told: Partial<Record<string, string>> = {};
  for (const [part, name] of Object.entries(parts)) {
    const value = field(body, name);
    // A code that the contract documents is not secret, even where a login ID looks like it.
    const isPublic = part === "code" && codePattern && new RegExp(codePattern).test(`${value}`);
    if (typeof value === "string" && value) {
      told[part] = isPublic ? value : trace.mask(value);
    }
  }
  if (plainlyRefused(status) || (told.code && status < 500)) {
    trace.mayHaveBeenSent = false;
  }
  const fields = { status, retryAfterSeconds: retryAfterSeconds(headers) };
  if (!told.code) {
    return trace.error("http", `HTTP ${status || "redirect"} without an error body`, fields);
  }
  const error = trace.error("api", "", { ...fields, ...told });
  error.message = Object.values(told).join(": ").slice(0, mostKept);
  return error;
}
