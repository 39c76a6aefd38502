import type { CallState } from "./call-state.js";
import type { DescopeError } from "./error.js";
import { field, isObject, parseJson } from "./json.js";
import type { ContractTable, JsonType, OperationEntry, SuccessBody } from "./table.js";

/** The data of a 2xx. Throws a {@link DescopeError} when the contract requires something else of it. */
export function validSuccess({ success }: OperationEntry, call: CallState): unknown {
  const data = parsed(call);
  const fault = faultOf(data, success[call.status in success ? call.status : "2XX"]);
  if (fault) {
    throw invalid(fault, call);
  }
  return data;
}

/** The body of a 2xx, `undefined` if it is empty. Throws if it is not JSON, without quoting it. */
export function parsed(call: CallState): unknown {
  const data = parseJson(call.text);
  if (call.text && data === undefined) {
    throw invalid("is not JSON", call);
  }
  return data;
}

/** The error for a 2xx whose body is not what the contract documents. `fault` holds names of the contract's only. */
export function invalid(fault: string, call: CallState): DescopeError {
  return call.error("invalid-response", `The body of a ${call.status} ${fault}`);
}

function faultOf(data: unknown, documented: SuccessBody | undefined): string | undefined {
  if (!documented) {
    return documented === null && data === undefined ? undefined : "is not documented";
  }
  if (!hasType(data, documented.types)) {
    return "has a wrong type";
  }
  for (const [name, types] of Object.entries(documented.required)) {
    if (isObject(data) && !hasType(Object.hasOwn(data, name) ? data[name] : undefined, types)) {
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

/** For a longer text it would take long to decide whether it has the form of a code. */
const longestCode = 64;

/**
 * Makes the error for a response other than 2xx. It keeps only a code of the contract's pattern from the body: anything
 * else may be an echo of the request, however it is written.
 */
export function failureOf({ errorBody, errors = {} }: ContractTable) {
  const { code: codeField = "", codePattern = "(?!)" } = errorBody ?? {}; // which matches nothing
  const pattern = new RegExp(`^(?:${codePattern})$`);

  return (call: CallState): DescopeError => {
    const { status } = call;
    const code = field(parseJson(call.text), codeField);
    if (status < 400 || typeof code !== "string" || code.length > longestCode || !pattern.test(code)) {
      return call.error("http", `HTTP ${status || "redirect"} without an error body`);
    }
    call.mayHaveBeenSent &&= status >= 500;
    const description = Object.hasOwn(errors, code) ? errors[code] : undefined;
    return call.error("api", description ? `${code}: ${description}` : code, undefined, { code, description });
  };
}
