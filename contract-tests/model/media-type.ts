/** Whether a media type is one of JSON's, such as `application/json; charset=utf-8` or `application/problem+json`. */
export function isJson(mediaType: string): boolean {
  return /^[\w.-]+\/(?:[\w.-]+\+)?json(?:\s*;|\s*$)/i.test(mediaType.trim());
}

/** A media type without its parameters. */
export function essence(mediaType: string): string {
  return (mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

/** Whether it is JSON and nothing more particular, whatever parameters it has. */
export function isPlainJson(mediaType: string): boolean {
  return essence(mediaType) === "application/json";
}
