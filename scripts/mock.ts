import { exampleRequests } from "../contract-tests/cases/requests.js";
import { readContract } from "../contract-tests/model/contract.js";
import { readDocument } from "../contract-tests/model/document.js";
import { ownContract } from "../contract-tests/model/redocly.js";
import { wholeNumber } from "../contract-tests/model/text.js";
import { madeUpProjectId } from "../contract-tests/provider/target.js";
import { pathAndQuery } from "../contract-tests/provider/wire-parameters.js";
import { curl } from "../contract-tests/reporters/curl.js";
import { command, flags, fromUser, start } from "./command.js";

const usage = `Usage: npm run mock [-- --port <n>] [-- --contract <root file>]

Starts a mock of the contract on 127.0.0.1 and prints a request for each operation. Stop it with Ctrl+C.

  --port <n>          default: 4010; 0 takes any free one
  --contract <file>   another contract than openapi/openapi.yaml`;

export const main = command(usage, async (argv, io) => {
  const given = flags(argv, { port: { type: "string" }, contract: { type: "string" } });
  const port = wholeNumber("port", given.port, 0, 65_535) ?? 4010;
  const [document, { startMock }] = await Promise.all([
    readDocument(given.contract === undefined ? ownContract : fromUser(io, given.contract)),
    import("../contract-tests/provider/mock.js"),
  ]);
  const contract = readContract(document);
  const { url } = await startMock(contract.document, port);
  io.out(`A mock of the contract answers at ${url}. Any project ID will do. Stop it with Ctrl+C.\n`);
  for (const operation of contract.operations) {
    const [request] = exampleRequests(contract, operation);
    const headers = new Headers();
    if (operation.secured) {
      headers.set("authorization", `Bearer ${madeUpProjectId}`);
    }
    const body = request?.body === undefined ? undefined : JSON.stringify(request.body);
    if (body !== undefined) {
      headers.set("content-type", "application/json");
    }
    io.out(`# ${operation.summary || operation.id}`);
    const method = operation.method.toUpperCase();
    io.out(`${curl({ method, url: url + pathAndQuery(operation, request?.params), headers, body })}\n`);
  }
});

await start(import.meta.url, main);
