import { field } from "./json.js";

/** The part of a text that is compared: systems differ in all else, such as the case of an email address. */
export const lettersOf = (text: string) => text.toLowerCase().replace(/[^a-z\d]+/g, "");

/**
 * Text from outside this package may be part of an error only if it has a known form and does not echo the request:
 * `sent` gives the {@link lettersOf} the request, and so many of them in a row as `echo` says are an echo.
 */
export function allowed(value: unknown, form: RegExp, sent: () => string, echo: number): string | undefined {
  if (typeof value !== "string" || !form.test(value)) {
    return undefined;
  }
  const text = lettersOf(value);
  let start = 0;
  do {
    if (sent().includes(text.slice(start, start + echo))) {
      return undefined;
    }
  } while (++start + echo <= text.length);
  return value;
}

/** How many causes of causes are kept. */
const deepest = 5;

/**
 * A copy of a thrown value with names and codes alone, such as `ECONNREFUSED`, `UND_ERR_SOCKET`, `CERT_HAS_EXPIRED`: a
 * message may quote anything. A word of seven letters may be in a request by chance.
 */
export function causeOf(thrown: unknown, known: () => string, depth = 0): Error | undefined {
  if (!thrown || typeof thrown !== "object" || depth > deepest) {
    return undefined;
  }
  const name = allowed(field(thrown, "name"), /^[A-Za-z]{0,40}Error$/, known, 8) ?? "Error";
  const code = allowed(field(thrown, "code"), codeForm, known, 8);
  const cause = causeOf(field(thrown, "cause"), known, depth + 1);
  return Object.assign(withoutStack(code, cause && { cause }), { name }, code && { code });
}

/** As Node has them, or as Bun has: `ConnectionRefused`. */
const codeForm = /^([A-Z][A-Z\d_]{2,50}|([A-Z][a-z]{1,20}){2,4})$/;

/** The place at which such a copy is made does not matter, and finding it out takes V8 longer than all else. */
function withoutStack(message: string | undefined, options: ErrorOptions | undefined): Error {
  const limit: unknown = Reflect.get(Error, "stackTraceLimit");
  Reflect.set(Error, "stackTraceLimit", 0);
  const error = new Error(message, options);
  Reflect.set(Error, "stackTraceLimit", limit);
  return error;
}
