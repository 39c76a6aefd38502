/**
 * Starts a command of this folder in a process of its own: `node scripts/launch.mjs [flags for Node] <command> [flags]`.
 * A process that runs out of memory ends in a message of V8's and can say nothing any more; this one says it. In plain
 * JavaScript, as nothing has to be loaded that reads TypeScript.
 */
import "./installed.mjs";
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const given = process.argv.slice(2);
const place = given.findIndex((one) => !one.startsWith("--"));
const nodeFlags = given.slice(0, place);
const [command = "", ...flags] = given.slice(place);

let underWay = "";
let isFatal = false;
// A command looks at what its messages go to: to a terminal it writes other ones.
const stderr = process.stderr.isTTY ? "inherit" : "pipe";
const child = spawn(
  process.execPath,
  [
    ...nodeFlags,
    "--import",
    import.meta.resolve("tsx"),
    fileURLToPath(new URL(`${command}.ts`, import.meta.url)),
    ...flags,
  ],
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
  process.on(signal, () => child.kill(signal));
}
child.on("close", (code, signal) => {
  if (isOutOfMemory(code, signal)) {
    process.stderr.write(`${outOfMemory(signal)}\n`);
    process.exitCode = 2;
  } else {
    process.exitCode = code ?? 128 + constants.signals[signal];
  }
});

/** V8 aborts; a system that has no memory left kills. On Windows an abort is code 134 or a status of its own. */
function isOutOfMemory(code, signal) {
  return signal === "SIGABRT" || signal === "SIGKILL" || code === 134 || code === 0xc0000409;
}

function outOfMemory(signal) {
  const where = underWay === "" ? "" : ` while ${underWay}`;
  const advice = {
    contract: "Run one operation at a time with --operation, or a part of the run with --shard",
    mutation: "Run one operation at a time with --operation, or a part of the run with --shard",
  };
  const what =
    signal === "SIGKILL" ? "was killed, as happens where a machine runs out of memory," : "ran out of memory";
  const more = "set NODE_OPTIONS=--max-old-space-size=<megabytes>";
  return `The command ${what}${where}. ${advice[command] ?? `To give it more, ${more}`}.`;
}
