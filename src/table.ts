/** The JSON types a value may have; a whole number is `"integer"` and `"number"` alike. */
export type JsonType = "array" | "boolean" | "integer" | "null" | "number" | "object" | "string";

/** The form of a documented success body: `null` for no body at all. */
export type SuccessBody = null | {
  /** The types the body itself may have. */
  readonly types: readonly JsonType[];
  /** The types of each field that has to be there. */
  readonly required: { readonly [field: string]: readonly JsonType[] };
};

/** How a parameter is written. */
export interface ParameterEntry {
  readonly in: "path" | "query" | "header";
  readonly name: string;
  /**
   * As JSON; each field of an object apart, under its own name; or as one text: the separators before and between the
   * items of a list, and before, between and within the fields of an object.
   */
  readonly style:
    | "json"
    | "apart"
    | { readonly list: readonly [string, string]; readonly fields: readonly [string, string, string] };
}

/** The part of an operation that the client needs at run time. */
export interface OperationEntry {
  readonly method: "delete" | "get" | "head" | "options" | "patch" | "post" | "put" | "trace";
  readonly path: string;
  /** Whether the bearer is sent. */
  readonly secured: boolean;
  /** Whether the method takes a JSON body as its first argument. */
  readonly body: boolean;
  /** The media type of that body, such as `application/merge-patch+json`; absent if it is `application/json`. */
  readonly contentType?: string;
  /** The parameters that openapi-fetch would write in another style; absent if there are none. */
  readonly parameters?: readonly ParameterEntry[];
  /** The `Accept` header of its requests; absent if its successes are JSON alone, and so need not be asked for. */
  readonly accept?: string;
  /** By documented status: `"200"`, or a range like `"2XX"`. */
  readonly success: { readonly [status: string]: SuccessBody };
}

/** The part of a contract that the client needs at run time: `generated/operations.ts` holds it for ours. */
export interface ContractTable {
  readonly servers: {
    /** The base URL of projects without a region. */
    readonly default: string;
    /** The base URL of projects with one, with `{region}` in its place. */
    readonly regional?: string;
  };
  /** How an error body is read; absent if the contract does not mark its code. */
  readonly errorBody?: {
    /** The field that holds the code. */
    readonly code: string;
    /** The pattern that the contract's codes match as a whole; absent if it documents none. No other text is a code. */
    readonly codePattern?: string;
  };
  /** The meaning of each error code, in the words of the contract's examples; absent if they explain none. */
  readonly errors?: { readonly [code: string]: string };
  readonly operations: { readonly [operationId: string]: OperationEntry };
}
