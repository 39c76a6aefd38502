import { exampleRequests } from "../contract-tests/cases/requests.js";
import { startMock } from "../contract-tests/mock/mock.js";
import { readContract } from "../contract-tests/model/contract.js";
import { readDocument } from "../contract-tests/model/document.js";
import { ownContract } from "../contract-tests/model/redocly.js";
import { wholeNumber } from "../contract-tests/model/text.js";
import { wireRequest } from "../contract-tests/provider/exchange.js";
import { madeUpProjectId } from "../contract-tests/provider/target.js";
import { curl } from "../contract-tests/reporters/curl.js";
import { command, flags, fromUser, start } from "./command.js";

const usage = `Usage: npm run mock -- [--port <n>] [--host <address>] [--contract <file>]

Starts a mock of the contract on 127.0.0.1 and prints a request for each operation. Stop it with Ctrl+C.

  --port <n>          default: 4010; 0 takes any free one
  --host <address>    where it listens; default: 127.0.0.1, which only this machine reaches. With 0.0.0.0 everybody
                      does who reaches this machine, such as the other containers of its network
  --contract <file>   another contract than openapi/openapi.yaml

Exit codes: 0 stopped, 2 could not run.`;

export const main = command(usage, async (argv, io) => {
  const given = flags(argv, { port: { type: "string" }, host: { type: "string" }, contract: { type: "string" } });
  const port = wholeNumber("port", given.port, 0, 65_535) ?? 4010;
  const document = await readDocument(given.contract === undefined ? ownContract : fromUser(io, given.contract));
  process.exitCode = 0; // there is no verdict to miss
  process.once("SIGINT", () => process.exit(0));
  const contract = readContract(document);
  const { url } = await startMock(contract, port, {}, given.host);
  io.out(`A mock of the contract listens at ${url}. Any project ID will do. Stop it with Ctrl+C.\n`);
  if (given.host !== undefined) {
    io.out(`It listens on ${given.host}: whoever reaches that address can call it.\n`);
  }
  for (const operation of contract.operations) {
    const [request] = exampleRequests(operation);
    io.out(`# ${operation.summary || operation.id}`);
    const plan = request?.plan ?? { via: "client" };
    io.out(`${curl(wireRequest(operation, plan, { url, projectId: madeUpProjectId }))}\n`);
  }
});

await start(import.meta.url, main);
