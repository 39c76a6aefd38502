import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ContractError } from "../../../contract-tests/model/errors.js";
import { allPass } from "../../../scripts/package/all-pass.js";
import { checkWithAttw, checkWithPublint } from "../../../scripts/package/linters.js";
import { run } from "../../../scripts/package/run.js";
import { budget, checkSize } from "../../../scripts/package/size.js";
import { checkAsStranger } from "../../../scripts/package/stranger.js";
import { mustHold, type Tarball } from "../../../scripts/package/tarball.js";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "descope-links-package-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Packs files as npm would: in a folder called `package`. */
async function pack(name: string, files: Readonly<Record<string, string>>): Promise<Tarball> {
  for (const [file, content] of Object.entries(files)) {
    const path = join(directory, name, "package", file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  await run("tar", ["-czf", `../${name}.tgz`, "package"], join(directory, name));
  return { file: join(directory, `${name}.tgz`), summary: "" };
}

const manifest = (exports: object) =>
  JSON.stringify({ name: "descope-links", version: "1.0.0", type: "module", license: "MIT", files: ["dist"], exports });
const types = "export declare const kite: string;\n";
const healthy = {
  "package.json": manifest({ ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } }),
  "dist/index.js": 'export const kite = "red";\n',
  "dist/index.d.ts": types,
};

describe("the linters of the package", () => {
  test("have nothing to say to a healthy one", async () => {
    const tarball = await pack("healthy", healthy);
    expect(await checkWithPublint(tarball)).toBe("nothing to say");
    expect(await checkWithAttw(tarball)).toBe("types resolve as ES modules");
  });

  test("refuse one whose entry is not there, and one whose types are of another module system", async () => {
    const { "dist/index.js": _, ...hollow } = healthy;
    await expect(checkWithPublint(await pack("hollow", hollow))).rejects.toThrow(ContractError);
    const untyped = manifest({ ".": { types: "./dist/index.d.cts", default: "./dist/index.js" } });
    const tarball = await pack("untyped", { ...healthy, "package.json": untyped, "dist/index.d.cts": types });
    await expect(checkWithAttw(tarball)).rejects.toThrow(ContractError);
  });
});

describe("the size of the client", () => {
  const bundle = async (name: string, code: string) => {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, "index.js"), code);
    return checkSize(join(directory, name));
  };

  test("is told, and refused beyond the budget with how much is too much", async () => {
    expect(await bundle("small", "export const kite = 1;")).toMatch(/^\d+ bytes of at most \d+, minified and gzipped/);
    const letters = Array.from({ length: 2 * budget }, (_, index) => ((index ** 3 * 7919) % 4093).toString(36));
    const refused = bundle("large", `export const kites = ${JSON.stringify(letters.join(""))};`);
    await expect(refused).rejects.toThrow(
      /^\d+ bytes of at most \d+, .* That is \d+ bytes too many for the budget in .*size\.ts\.$/,
    );
    await expect(refused).rejects.toThrow(ContractError);
  });
});

describe("the tarball", () => {
  const whole = [
    ...["LICENSE", "README.md", "package.json", "dist/index.js", "dist/src/index.d.ts", "dist/openapi.json"],
    ...["src/index.ts", "generated/api.ts"],
  ];

  test("holds what is built, and the sources that its maps name", () => {
    expect(() => mustHold(whole, ["src/index.ts"])).not.toThrow();
  });

  test.each<[what: string, files: string[], sources: string[], says: RegExp]>([
    ["a file too many", [...whole, "tests/secret.ts"], [], /has files that it should not have: tests\/secret\.ts$/],
    ["a file too few", whole.filter((file) => file !== "dist/openapi.json"), [], /lacks dist\/openapi\.json$/],
    ["a map without its source", whole, ["src/gone.ts"], /maps name files that the tarball lacks: src\/gone\.ts$/],
  ])("is refused for %s", (_what, files, sources, says) => {
    expect(() => mustHold(files, sources)).toThrow(ContractError);
    expect(() => mustHold(files, sources)).toThrow(says);
  });
});

test("a stranger refuses a client that compiles and says something else than the mock", async () => {
  const tarball = await pack("liar", {
    "package.json": manifest({
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./openapi.json": "./dist/openapi.json",
    }),
    "dist/index.js": `export const isDescopeError = () => false;
      export const createDescopeClient = () => ({
        signInEnchantedLinkEmail: async () => ({ ok: true, data: { linkId: "none" } }),
      });`,
    "dist/index.d.ts": `export type KnownErrorCode = "E062108";
      export type ErrorCode = string;
      export declare const isDescopeError: (value: unknown) => boolean;
      type Result = { ok: true; data: { linkId: string } } | { ok: false; error: { code: string } };
      export declare const createDescopeClient: (options: object) => {
        signInEnchantedLinkEmail(body: { loginId: string }, options: object): Promise<Result>;
        signInMagicLinkEmail(body: { loginId: string }): Promise<Result>;
      };`,
    "dist/openapi.json": '{"paths":{}}',
  });
  await expect(checkAsStranger(tarball, directory)).rejects.toThrow(/The call to the mock said none false 0/);
});

test("a program that fails rejects with all it said", async () => {
  const fails = "console.log('one'); console.error('two'); process.exitCode = 3;";
  await expect(run(process.execPath, ["-e", fails], directory)).rejects.toThrow(/exited with 3:\none\ntwo$/);
  expect(await run(process.execPath, ["-e", "console.log('one')"], directory)).toBe("one\n");
});

describe("several checks", () => {
  const print = () => {
    const lines: string[] = [];
    const add = (text: string) => lines.push(text);
    return { lines, io: { out: add, err: add } };
  };

  test("all run, each with its line, and one that fails fails the whole", async () => {
    const { lines, io } = print();
    const refused = async () => {
      throw new ContractError("too large");
    };
    expect(
      await allPass(
        [
          ["size", refused],
          ["types", async () => "resolve"],
          ["rest", async () => undefined],
        ],
        io,
      ),
    ).toBe(false);
    expect(lines).toEqual(["FAIL  size: too large", "ok    types: resolve", "ok    rest"]);
    expect(await allPass([["types", async () => "resolve"]], print().io)).toBe(true);
  });

  test("stop at what is no failed check, but an accident", async () => {
    const broken = async () => {
      throw new RangeError("deep");
    };
    await expect(allPass([["size", broken]], print().io)).rejects.toThrow(RangeError);
  });
});
