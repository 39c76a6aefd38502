import { broken } from "./body.js";
import { DescopeError } from "./error.js";
import type { Mask } from "./mask.js";
import { retryAfterSeconds } from "./retry.js";
import type { ContractTable, JsonType, OperationEntry, SuccessBody } from "./table.js";

/** Throws a {@link DescopeError} when the contract requires something else of a 2xx than this data. */
export function judgeSuccess({ success }: OperationEntry, status: number, data: unknown): void {
  const fault = faultOf(data, success[status in success ? status : "2XX"]);
  if (fault) throw broken(status, fault);
}

/** `undefined` as data is no body at all. */
function faultOf(data: unknown, documented: SuccessBody | undefined): string | undefined {
  if (!documented) return documented === null && data === undefined ? undefined : "undocumented";
  if (!hasType(data, documented.types)) return "wrong body";
  for (const [name, types] of Object.entries(documented.required)) {
    if (isObject(data) && !hasType(data[name], types)) return `wrong ${name}`;
  }
  return undefined;
}

/** No types means any; what is not there has none. */
function hasType(value: unknown, types: readonly JsonType[]): boolean {
  const own = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return types.length
    ? types.some((type) => type === own || (type === "integer" && Number.isInteger(value)))
    : value !== undefined;
}

/** Whether a value is what JSON calls an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The error for an answer other than 2xx, with `body` as far as it could be parsed. */
export function failure(
  { status, headers }: Response,
  body: unknown,
  parts: ContractTable["errorBody"],
  mask: Mask,
): DescopeError {
  const told: Partial<Record<string, string>> = {};
  for (const [part, name] of Object.entries(parts ?? {})) {
    const value = field(body, name);
    if (typeof value === "string" && value) told[part] = mask(value);
  }
  const common = { status, retryAfterSeconds: retryAfterSeconds(headers) };
  return told.code
    ? new DescopeError("api", Object.values(told).join(": "), { ...common, ...told })
    : new DescopeError("http", `HTTP ${status}`, common);
}

/** A field of what may or may not be an object. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}
