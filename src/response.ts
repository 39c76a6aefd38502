/** Statuses whose responses have no body: none can be made with one. */
const bodiless = [204, 205, 304];

/** The response with its body in memory, but for the reason phrase: some cannot be given again. */
export function withBody({ status, headers }: Response, text: string): Response {
  // Browsers give 0 to a redirect that is not followed, and some servers send 600 and more.
  const usual = status >= 200 && status < 600;
  const whole = new Response(bodiless.includes(status) ? null : text || null, {
    status: usual ? status : 500,
    headers,
  });
  whole.headers.delete("content-length"); // it counts what was sent, compressed or not, and openapi-fetch relies on it
  return usual ? whole : Object.defineProperty(whole, "status", { value: status });
}
