export type { components, operations, paths } from "../generated/api.js";
export type * from "../generated/operations.js";
export { createDescopeClient, type DescopeClient } from "./client.js";
export { DescopeError, type ErrorCode, type ErrorKind, isDescopeError } from "./error.js";
export type { RequestBody, ResponseData } from "./methods.js";
export type { CallOptions, ClientOptions, RetryOptions } from "./options.js";
export type { Failure, Result } from "./result.js";
