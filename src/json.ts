/** What a function gives; undefined if it throws, as whatever is looked at in a stranger's object may. */
export function quietly<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** Whether a value is what JSON calls an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  // A revoked Proxy throws.
  return quietly(() => typeof value === "object" && value !== null && !Array.isArray(value)) ?? false;
}

/** A field of what may or may not be an object. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) ? quietly(() => value[name]) : undefined;
}

/** A text read as JSON; undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  return quietly(() => JSON.parse(text));
}
