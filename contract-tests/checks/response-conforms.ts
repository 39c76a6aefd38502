import type { Finding } from "../cases/case.js";
import { oneExchange, type Scope } from "../cases/case.js";
import { exampleRequests, throughClient } from "../cases/requests.js";
import type { Exchange } from "../provider/exchange.js";
import { refusedForState } from "./accepts-valid-request.js";
import type { Check } from "./check.js";
import { mustSucceed } from "./response.js";

export const responseConforms: Check = {
  name: "response-conforms",
  description: "status, content type, headers and body are those documented, by our own validator and not by the mock",
  derive: (scope) =>
    exampleRequests(scope.contract, scope.operation).map((request) =>
      oneExchange("response-conforms", scope.operation, request.name, throughClient(request), (exchange) =>
        findingsIn(scope, exchange),
      ),
    ),
};

/** Checks the status; everything else about a response is validated for every check alike. */
function findingsIn(scope: Scope, exchange: Exchange): Finding[] {
  return refusedForState(scope, exchange) ? [] : mustSucceed(scope.operation, exchange.response);
}
