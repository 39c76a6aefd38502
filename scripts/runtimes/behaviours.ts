import { createDescopeClient, type DescopeError, isDescopeError } from "../../src/index.js";

/** The address of the server of the behaviours: a page and a worker have to know it beforehand. */
export const origin = "http://127.0.0.1:45998";

const body = { loginId: "ada.king+x@example.com" };
const expected = (is: boolean, otherwise: unknown) => (is ? undefined : String(otherwise));

let calls = 0;

/** A client whose requests the server answers as `how` says. */
function clientOf(how: string, more = {}) {
  const id = `${how}-${calls++}`;
  const descope = createDescopeClient({
    projectId: "P2abcdefghijk",
    baseUrl: `${origin}/b/${how}/${id}`,
    retry: { backoffMs: 1 },
    ...more,
  });
  const stats = async (): Promise<{ requests: number; open: number }> => (await fetch(`${origin}/stats/${id}`)).json();
  return { descope, stats, call: (options = {}) => descope.signInMagicLinkEmail(body, options) };
}

async function failing(how: string, more = {}, options = {}): Promise<DescopeError> {
  const result = await clientOf(how, more).call(options);
  if (result.ok) {
    throw new Error("the call went well");
  }
  return result.error;
}

async function kindOf(how: string, kind: string, more = {}, options = {}): Promise<string | undefined> {
  const error = await failing(how, more, options);
  return expected(error.kind === kind, `${error.kind}: ${error.message}`);
}

/**
 * The behaviours that each runtime shares, against the server of server.ts: by a name, a function that returns undefined,
 * or the behaviour seen instead.
 */
export const behaviours: Readonly<Record<string, () => Promise<string | undefined>>> = {
  "signs in": async () => expected((await clientOf("ok").call()).ok, "refused"),
  "reads a compressed response": async () => expected((await clientOf("gzip").call()).ok, "unread"),
  "keeps the words of a refusal to the response": async () => {
    const result = await clientOf("refuse").call();
    const { code, requestId } = result.ok ? {} : result.error;
    const shown = JSON.stringify(result.ok ? "" : result.error);
    const words = (await result.response?.text()) ?? "";
    const isKept = words.includes("ada.king") && !shown.includes("ada.king");
    return expected(isKept && code === "E062108" && requestId === "request-42", `${shown} and ${words}`);
  },
  "follows no redirect": () => kindOf("redirect", "http"),
  "waits for Retry-After and sends again": async () => {
    const { call, stats } = clientOf("limit-once");
    const { ok } = await call();
    const { requests } = await stats();
    return expected(ok && requests === 2, `${requests} requests`);
  },
  "ends in time before the response": () => kindOf("hang", "timeout", { timeoutMs: 150 }),
  "ends in time within the body": () => kindOf("hang-in-body", "timeout", { timeoutMs: 150 }),
  "closes the socket when a call is aborted": async () => {
    const { call, stats } = clientOf("hang");
    const controller = new AbortController();
    const calling = call({ signal: controller.signal });
    for (let tries = 0; tries < 100 && (await stats()).open === 0; tries++) {}
    controller.abort();
    const result = await calling;
    if (result.ok || result.error.kind !== "aborted") {
      return "not aborted";
    }
    for (let tries = 0; tries < 100; tries++) {
      if ((await stats()).open === 0) {
        return undefined;
      }
    }
    return "stays open";
  },
  "sends nothing once aborted": () => kindOf("ok", "aborted", {}, { signal: AbortSignal.abort() }),
  "takes many calls on one signal": async () => {
    const { signal } = new AbortController();
    const { call } = clientOf("ok");
    const results = await Promise.all(Array.from({ length: 12 }, () => call({ signal })));
    return results.every(({ ok }) => ok) ? undefined : "not all went well";
  },
  "knows a success that is not JSON, and keeps it": async () => {
    const result = await clientOf("html").call();
    const isKept = !result.ok && result.error.kind === "invalid-response" && result.response?.status === 200;
    return expected(isKept, result.ok ? "went well" : result.error.kind);
  },
  "knows a success that is not UTF-8": () => kindOf("latin1", "invalid-response"),
  "gives up a success of many megabytes": () => kindOf("endless", "invalid-response"),
  "sends once when the connection breaks": async () => {
    const { descope, call, stats } = clientOf("reset");
    await descope.http.POST("/v1/auth/magiclink/signin/email", { body }).catch(() => {}); // opens a connection
    const before = (await stats()).requests;
    const result = await call();
    const { requests } = await stats();
    if (result.ok || !result.error.mayHaveBeenSent) {
      return "says that nothing was sent";
    }
    return expected(requests - before === 1, `${requests - before} requests`);
  },
  "knows that nobody listens": async () => {
    const { kind, mayHaveBeenSent } = await failing("ok", { baseUrl: "http://127.0.0.1:45999", retry: false });
    return expected(kind === "network" && !mayHaveBeenSent, "cannot tell");
  },
  "takes a fetch of one's own": async () => {
    let url = "";
    const own = (to: string, init: RequestInit) => {
      url = `${to}`;
      return fetch(to, init);
    };
    const { ok } = await clientOf("ok", { fetch: own }).call();
    return expected(ok && url.endsWith("/signin/email"), url);
  },
  "runs middleware": async () => {
    const { descope, call } = clientOf("ok");
    const seen: number[] = [];
    descope.http.use({ onResponse: ({ response }) => void seen.push(response.status) });
    return expected((await call()).ok && seen[0] === 200, seen);
  },
  "makes path-style calls": async () => {
    const { data } = await clientOf("ok").descope.http.POST("/v1/auth/magiclink/signin/email", { body });
    return expected(data?.maskedEmail === "a**", JSON.stringify(data));
  },
  "sends headers of one call": async () => {
    const result = await clientOf("echo").call({ headers: { "x-trace": "t-1" } });
    return expected(result.ok && result.data.maskedEmail === "t-1", "not sent");
  },
  "makes errors for logs": async () => {
    const error = await failing("html");
    const text = JSON.stringify(error);
    return expected(isDescopeError(error) && text.includes("mayHaveBeenSent") && text.includes("not JSON"), text);
  },
};

/** Runs all of them, and reports to the server what happened instead of those that failed. */
export async function report(): Promise<void> {
  const differences: Record<string, string> = {};
  for (const [name, behaviour] of Object.entries(behaviours)) {
    try {
      const instead = await behaviour();
      if (instead !== undefined) {
        differences[name] = instead;
      }
    } catch (error) {
      differences[name] = String(error).slice(0, 200);
    }
  }
  await fetch(`${origin}/report`, { method: "POST", body: JSON.stringify(differences) });
}
