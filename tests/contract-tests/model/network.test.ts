import { readFileSync } from "node:fs";
import { createServer as createPlain } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { readDocument } from "../../../contract-tests/model/document.js";
import { neverByProxy, whyDistrusted } from "../../../contract-tests/model/network.js";
import { projectRoot } from "../../../contract-tests/model/redocly.js";
import { openProvider } from "../../../contract-tests/provider/provider.js";
import { mustBeThere, readTarget } from "../../../contract-tests/provider/target.js";

/** Of these tests alone; the one that has expired did so in 2021. */
const certificate = (name: string) => readFileSync(join(projectRoot, "tests/fixtures/certificates", `${name}.pem`));
const options = { projectId: "P2abc", prefer: false, allowSends: false, rate: undefined };

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) {
    close();
  }
});

async function listening(server: Server | ReturnType<typeof createPlain>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

const serving = (name: string) =>
  listening(createServer({ key: certificate("key"), cert: certificate(name) }, (_request, response) => response.end()));

describe("a certificate that is not trusted", () => {
  test("is told as that, with the way to trust it", async () => {
    const url = `https://127.0.0.1:${await serving("self-signed")}`;
    const says =
      /cannot be asked: its certificate is not signed by .* NODE_EXTRA_CA_CERTS \(DEPTH_ZERO_SELF_SIGNED_CERT\)/;
    await expect(mustBeThere(readTarget(url, options))).rejects.toThrow(says);
    await expect(readDocument(`${url}/openapi.json`)).rejects.toThrow(says);
  });

  test.each<[name: string, says: RegExp]>([
    ["expired", /^its certificate has expired \(CERT_HAS_EXPIRED\)$/],
    ["other-host", /^its certificate is for another host \(ERR_TLS_CERT_ALTNAME_INVALID\)$/],
  ])("is told as what it is: %s", async (name, says) => {
    const port = await serving(name);
    const cause = await new Promise<Error>((resolve) => {
      connect({ host: "127.0.0.1", port, ca: certificate(name) }).once("error", resolve);
    });
    expect(whyDistrusted(new TypeError("fetch failed", { cause }))).toMatch(says);
  });

  test("is not what a host has that speaks no TLS", async () => {
    const url = `https://127.0.0.1:${await listening(createPlain((_request, response) => response.end()))}`;
    await expect(mustBeThere(readTarget(url, options))).rejects.toThrow(/cannot be asked: it does not speak TLS/);
  });
});

describe("a host on this machine", () => {
  const before = { ...process.env };
  afterEach(() => {
    for (const name of ["no_proxy", "NO_PROXY"]) {
      delete process.env[name];
      Object.assign(process.env, before[name] !== undefined && { [name]: before[name] });
    }
  });

  test.each(["http://127.0.0.1:4010", "http://localhost", "https://[::1]:80/a", "http://127.1.2.3:9", "http://0x7f.1"])(
    "is asked directly, whatever proxy is set: %s",
    (url) => {
      delete process.env.no_proxy;
      process.env.NO_PROXY = "lamps.example";
      openProvider({ url, projectId: "P", prefer: false });
      const { hostname } = new URL(url);
      expect(process.env.no_proxy).toBe(`lamps.example,${hostname}`);
      expect(process.env.NO_PROXY).toBe(process.env.no_proxy);
      neverByProxy(url);
      expect(process.env.no_proxy).toBe(`lamps.example,${hostname}`);
    },
  );

  test("is no other host", () => {
    delete process.env.no_proxy;
    process.env.NO_PROXY = "lamps.example";
    neverByProxy("https://localhost.example");
    expect([process.env.no_proxy, process.env.NO_PROXY]).toEqual([undefined, "lamps.example"]);
  });
});
