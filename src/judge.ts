import { parseJson } from "./body.js";
import { DescopeError } from "./error.js";
import type { Mask } from "./mask.js";
import { retryAfterSeconds } from "./retry.js";
import type { ContractTable, JsonType, OperationEntry, SuccessBody } from "./table.js";

/** The data of a 2xx. Throws a {@link DescopeError} when the contract requires something else. */
export function judgeSuccess({ success }: OperationEntry, status: number, body: ArrayBuffer | undefined): unknown {
  const data = body?.byteLength ? parseJson(body, status) : undefined;
  const fault = faultOf(data, success[status] ?? success["2XX"]);
  // Names of the contract's only: what came may hold secrets.
  if (fault) throw new DescopeError("invalid-response", `A ${status} that breaks the contract: ${fault}.`, { status });
  return data;
}

/** `undefined` as data is no body at all. */
function faultOf(data: unknown, documented: SuccessBody | undefined): string | undefined {
  if (documented === undefined) return "the status";
  if (documented === null) return data === undefined ? undefined : "a body";
  if (data === undefined || !hasType(data, documented.types)) return "the body";
  if (!isObject(data)) return undefined;
  const faulty = Object.entries(documented.required).find(
    ([field, types]) => !Object.hasOwn(data, field) || !hasType(data[field], types),
  );
  return faulty && `the field ${faulty[0]}`;
}

/** No types means any. */
function hasType(value: unknown, types: readonly JsonType[]): boolean {
  const own = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return !types.length || types.some((type) => type === own || (type === "integer" && Number.isInteger(value)));
}

/** Whether a value is what JSON calls an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The error for an answer other than 2xx, with `body` as far as it could be parsed. */
export function failure(
  response: Response,
  body: unknown,
  parts: ContractTable["errorBody"],
  mask: Mask,
): DescopeError {
  const { status, headers } = response;
  const common = { status, retryAfterSeconds: retryAfterSeconds(headers) };
  const text = (name: string | undefined) => {
    const value = name !== undefined && isObject(body) ? body[name] : undefined;
    return typeof value === "string" && value ? mask(value) : undefined;
  };
  const code = text(parts?.code);
  if (!code) return new DescopeError("http", `A ${status} without a documented error body.`, common);
  const description = text(parts?.description);
  const details = text(parts?.details);
  const message = [code, description, details].filter(Boolean).join(": ");
  return new DescopeError("api", message, { ...common, code, description, details });
}
