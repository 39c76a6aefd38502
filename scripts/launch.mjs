/**
 * Starts a command of this folder in a process of its own: `node scripts/launch.mjs [flags for Node] <command> [flags]`.
 * It is bundled first: to transform its files as they are loaded, in each of its threads, costs seconds.
 * A process that runs out of memory ends in a message of V8's and can say nothing any more; this one says it.
 */
import "./installed.mjs";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const given = process.argv.slice(2);
const place = given.findIndex((one) => !one.startsWith("--"));
const nodeFlags = given.slice(0, place);
const [command = "", ...flags] = given.slice(place);

const file = fileURLToPath(new URL(`${command}.ts`, import.meta.url));
const folder = await bundle().catch((error) => {
  process.stderr.write(`The command cannot be put together: ${error.message}\n`);
  process.exit(2);
});

let underWay = "";
let isFatal = false;
let isStopped = false;
// A command looks at what its messages go to: to a terminal it writes other ones.
const stderr = process.stderr.isTTY ? "inherit" : "pipe";
const child = spawn(
  process.execPath,
  [...nodeFlags, ...(process.env.DEBUG ? ["--enable-source-maps"] : []), join(folder, "command.js"), ...flags],
  { stdio: ["inherit", "inherit", stderr, "ipc"] },
);
child.on("message", (message) => {
  underWay = String(Object(message).underWay ?? "");
});
child.stderr?.setEncoding("utf8").on("data", (text) => {
  const start = isFatal ? 0 : text.search(/\n?<--- Last few GCs|FATAL ERROR: /);
  isFatal ||= start >= 0;
  process.stderr.write(isFatal ? text.slice(0, start) : text);
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    isStopped = true;
    child.kill(signal);
  });
}
child.on("close", (code, signal) => {
  if (isOutOfMemory(code, signal)) {
    process.stderr.write(`${outOfMemory(signal)}\n`);
    process.exitCode = 2;
  } else {
    if (isStopped && code !== 0) {
      process.stderr.write(command === "contract" ? "Stopped: no verdict.\n" : "Stopped.\n");
    }
    process.exitCode = code ?? 128 + constants.signals[signal];
  }
});

/** The folder with the command in one file. Packages stay outside, and each file keeps its own place. */
async function bundle() {
  const cache = fileURLToPath(new URL("../node_modules/.cache", import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "command-"));
  process.on("exit", () => rmSync(folder, { recursive: true }));
  // Only now, as it may not have been there.
  const { build, stop } = await import("esbuild");
  const inPlace = ({ path }) =>
    readFile(path, "utf8").then((text) => ({
      loader: "ts",
      contents: text
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path))),
    }));
  await build({
    entryPoints: { command: file },
    outdir: folder,
    bundle: true,
    packages: "external",
    // The package has no side effects for whoever imports it; its commands have.
    ignoreAnnotations: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    // A command runs only if its own file was started.
    logLevel: "silent",
    banner: { js: `process.argv[1] = ${JSON.stringify(file)};` },
    plugins: [{ name: "in-place", setup: (own) => own.onLoad({ filter: /\.ts$/ }, inPlace) }],
  });
  await stop();
  return folder;
}

/** V8 aborts; a system that has no memory left kills. On Windows an abort is code 134 or a status of its own. */
function isOutOfMemory(code, signal) {
  return signal === "SIGABRT" || signal === "SIGKILL" || code === 134 || code === 0xc0000409;
}

function outOfMemory(signal) {
  const where = underWay === "" ? "" : ` while ${underWay}`;
  const isInParts = command === "contract" || command === "mutation";
  const what =
    signal === "SIGKILL" ? "was killed, as happens where a machine runs out of memory," : "ran out of memory";
  const advice = isInParts
    ? "Run one operation at a time with --operation, or a part of the run with --shard"
    : "To give it more, set NODE_OPTIONS=--max-old-space-size=<megabytes>";
  return `The command ${what}${where}. ${advice}.`;
}
