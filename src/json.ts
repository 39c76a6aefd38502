/** The result of a function; undefined if it throws, as looking at a stranger's object may. */
export function quietly<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** Whether a value is an object in JSON's sense. */
export function isObject(value: unknown): value is Record<string, unknown> {
  // A revoked Proxy throws.
  return quietly(() => typeof value === "object" && value !== null && !Array.isArray(value)) ?? false;
}

/** A field of a value that may not be an object. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) ? quietly(() => value[name]) : undefined;
}

/** A text read as JSON; undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  return quietly(() => JSON.parse(text));
}
