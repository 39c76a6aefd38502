import { execFile } from "node:child_process";
import { once } from "node:events";
import { cp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { run } from "./run.js";
import { copyTree, edit } from "./tree.js";

test("the page, done as it says, ends in a verified link and a polled session", async () => {
  const page = await readFile(join(projectRoot, "docs", "after-the-four-calls.md"), "utf8");
  const block = (language: string) => page.split(`\`\`\`${language}\n`)[1]?.split("```")[0] ?? "";
  const [code, yaml, copy] = [block("ts"), block("yaml"), block("sh")];
  const tree = await copyTree();
  let asked = 0;
  const server = createServer((request, response) => {
    const opened = request.url !== "/v1/auth/enchantedlink/pending-session" || ++asked > 2;
    const body = opened ? { sessionJwt: `for ${request.url}` } : { errorCode: "E011001" };
    response.writeHead(opened ? 200 : 401, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  try {
    const [, from = "", to = ""] = /^cp -R (\S+) (\S+)\n$/.exec(copy) ?? [];
    await cp(join(tree.root, from), join(tree.root, to, basename(from)), { recursive: true });
    await edit(join(tree.root, "openapi", "openapi.yaml"), "components:\n", `${yaml}components:\n`);
    expect(await run("generate", [], { cwd: tree.root })).toMatchObject({ code: 0 });
    await writeFile(join(tree.root, "examples", "walk.ts"), code);
    await writeFile(
      join(tree.root, "tsconfig.walk.json"),
      '{ "extends": "./tsconfig.json", "include": ["examples/walk.ts"] }',
    );
    const tsc = join(projectRoot, "node_modules", "typescript", "bin", "tsc");
    await promisify(execFile)(process.execPath, [tsc, "-p", "tsconfig.walk.json"], { cwd: tree.root });

    await once(server.listen(0, "127.0.0.1"), "listening");
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const at = (...path: string[]) => pathToFileURL(join(tree.root, ...path)).href;
    const walk = `import { createDescopeClient } from ${JSON.stringify(at("src", "index.ts"))};
      import { poll, verify } from ${JSON.stringify(at("examples", "walk.ts"))};
      const descope = createDescopeClient({ projectId: "P2abc", baseUrl: ${JSON.stringify(baseUrl)} });
      console.log(await verify(descope, "https://app.example.com/?t=5f3c"), await poll(descope, "7c0e", 5, 1));`;
    await writeFile(join(tree.root, "examples", "run.ts"), walk);
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "examples/run.ts"], {
      cwd: tree.root,
    });
    expect(stdout).toBe("for /v1/auth/magiclink/verify for /v1/auth/enchantedlink/pending-session\n");
    expect(asked).toBe(3);
  } finally {
    server.close();
    await tree.remove();
  }
});
