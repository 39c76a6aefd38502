import type { Client } from "openapi-fetch";
import type { paths } from "../generated/api.js";
import { contract, type Operations, writeParams } from "../generated/operations.js";
import { createEngine } from "./engine.js";
import type { Methods } from "./methods.js";
import type { ClientOptions } from "./options.js";

/** A client: one method per operation of the contract. */
export type DescopeClient = Methods<Operations> & {
  /**
   * The openapi-fetch client underneath, for path-style calls and for code that builds on openapi-fetch. Its calls get
   * the bearer, the time limit, retries and bounded reading too, and reject with a {@link DescopeError} if no usable
   * response came; they resolve as openapi-fetch's do, so that error bodies come as they are, and the fields of a
   * success are not checked.
   */
  readonly http: Client<paths>;
};

/** Creates a client. Throws a `TypeError`, saying why, for options that cannot be used; the calls never reject. */
export function createDescopeClient(options: ClientOptions): DescopeClient {
  const { http, methods } = createEngine(contract, options, writeParams);
  // True because the same command makes the table and the types from the same contract.
  return { ...methods, http } as unknown as DescopeClient;
}
