import { oneExchange } from "../cases/case.js";
import { exampleRequests } from "../cases/requests.js";
import { accepted } from "./accepted.js";
import type { Check } from "./check.js";

/** Expects a success by itself; everything else about a response is validated for every check alike. */
export const responseConforms: Check = {
  name: "response-conforms",
  description: "status, content type, headers and body are those documented, by our own validator and not by the mock",
  derive: (scope) =>
    exampleRequests(scope.operation).map((request) =>
      oneExchange("response-conforms", scope.operation, request.name, request.plan, (exchange, send) =>
        accepted(scope, exchange, send),
      ),
    ),
};
