import { parseJson } from "./body.js";
import { DescopeError } from "./error.js";
import type { Mask } from "./mask.js";
import { retryAfterSeconds } from "./retry.js";
import type { ContractTable, JsonType, OperationEntry, SuccessBody } from "./table.js";

/** The data of a 2xx. Throws a {@link DescopeError} when the contract requires something else. */
export function judgeSuccess(entry: OperationEntry, status: number, body: ArrayBuffer | undefined): unknown {
  const documented = entry.success[status] ?? entry.success["2XX"] ?? entry.success["2xx"];
  if (documented === undefined) throw broken(status, "is not a documented success");
  if (documented === null) {
    if (body?.byteLength) throw broken(status, "has a body where the contract has none");
    return undefined;
  }
  if (!body?.byteLength) throw broken(status, "has no body");
  const data = parseJson(body);
  const fault = faultOf(data, documented);
  if (fault) throw broken(status, fault);
  return data;
}

/** Names of the contract's only: what came may hold secrets. */
function faultOf(data: unknown, { types, required }: NonNullable<SuccessBody>): string | undefined {
  if (!hasType(data, types)) return `has a body that is not of type ${types.join(" or ")}`;
  if (!isObject(data)) return undefined;
  for (const [field, fieldTypes] of Object.entries(required)) {
    if (!Object.hasOwn(data, field)) return `lacks the field ${field}`;
    if (!hasType(data[field], fieldTypes)) return `has a field ${field} that is not of type ${fieldTypes.join(" or ")}`;
  }
  return undefined;
}

/** No types means any. */
function hasType(value: unknown, types: readonly JsonType[]): boolean {
  return types.length === 0 || types.some((type) => isOfType(value, type));
}

function isOfType(value: unknown, type: JsonType): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function broken(status: number, fault: string): DescopeError {
  const message = `The ${status} ${fault}; the message may have been sent.`;
  return new DescopeError({ kind: "invalid-response", message, status });
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
    const value = name !== undefined && isObject(body) && Object.hasOwn(body, name) ? body[name] : undefined;
    return typeof value === "string" && value ? mask(value) : undefined;
  };
  const code = text(parts?.code);
  if (code === undefined)
    return new DescopeError({ ...common, kind: "http", message: `A ${status} without a documented error body.` });
  const description = text(parts?.description);
  const details = text(parts?.details);
  const message = [code, description, details].filter(Boolean).join(": ");
  return new DescopeError({ ...common, kind: "api", message, code, description, details });
}
