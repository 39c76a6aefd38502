/**
 * A request, made in a small part of the time that the runtime's own `Request` takes. A `fetch` of the options gets it
 * as its first argument: a string object that is the URL, so that each implementation of `fetch` takes it for that and
 * the rest from its second argument, and that can be looked at like a `Request`.
 */
export class LightRequest extends String {
  readonly method: string;
  readonly headers: Headers;
  /** In JSON; empty where there is none. */
  readonly body: string;

  constructor(
    readonly url: string,
    { method = "GET", headers, body }: RequestInit,
  ) {
    super(url);
    this.method = method;
    this.headers = headers instanceof Headers ? headers : new Headers(headers);
    this.body = `${body ?? ""}`;
  }

  async text(): Promise<string> {
    return this.body;
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.body);
  }
}
