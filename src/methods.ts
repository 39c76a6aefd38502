import type { CallOptions } from "./options.js";
import type { Result } from "./result.js";

/** The body that an operation accepts; `never` if it accepts none. */
export type RequestBody<Operation> = Operation extends { requestBody?: infer Body }
  ? [NonNullable<Body>] extends [never]
    ? never
    : NonNullable<Body> extends { content: infer Content }
      ? Content[JsonOf<keyof Content>]
      : never
  : never;

/** The media type that is sent, of several: JSON itself, else one that is written in it. */
type JsonOf<MediaType> = [Extract<MediaType, `application/json${string}`>] extends [never]
  ? Extract<MediaType, `${string}+json${string}`>
  : Extract<MediaType, `application/json${string}`>;

/** The data of an operation's documented success: `undefined` if it has no body. */
export type ResponseData<Operation> = Operation extends { responses: infer Responses }
  ? {
      [Status in keyof Responses]: `${Status & (string | number)}` extends `2${string}`
        ? DataOf<Responses[Status]>
        : never;
    }[keyof Responses]
  : never;

type DataOf<Response> = Response extends { content: infer Content }
  ? [Content] extends [never]
    ? undefined
    : Content[keyof Content]
  : undefined;

/** The parameters of an operation, if it has any. */
type ParamsOf<Operation> = Operation extends { parameters: infer Parameters }
  ? {
      [Place in keyof Parameters as [NonNullable<Parameters[Place]>] extends [never]
        ? never
        : Place]: Parameters[Place];
    }
  : Record<never, never>;

type OptionsOf<Params> = keyof Params extends never
  ? CallOptions
  : Record<never, never> extends Params
    ? CallOptions & { readonly params?: Params }
    : CallOptions & { readonly params: Params };

type OptionsArgument<Options> = Record<never, never> extends Options ? [options?: Options] : [options: Options];

/** By the names that `npm run generate` gives them, so that messages show these. */
type NamedBody<Operation> = Operation extends { body: infer Body } ? Body : RequestBody<Operation>;
type NamedData<Operation> = Operation extends { data: infer Data } ? Data : ResponseData<Operation>;

type BodyArgument<Operation> = [RequestBody<Operation>] extends [never]
  ? []
  : Operation extends { requestBody: object }
    ? [body: NamedBody<Operation>]
    : [body: NamedBody<Operation> | undefined];

/** The method of an operation: its body first, if it accepts one, then the options of the call. */
export type Method<Operation> = (
  ...args: [...BodyArgument<Operation>, ...OptionsArgument<OptionsOf<ParamsOf<Operation>>>]
) => Promise<Result<NamedData<Operation>>>;

/** One method for each operation. */
export type Methods<Operations> = { readonly [Id in keyof Operations]: Method<Operations[Id]> };
