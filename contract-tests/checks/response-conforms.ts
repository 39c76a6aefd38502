import type { Finding } from "../cases/case.js";
import { oneExchange, type Scope } from "../cases/case.js";
import { exampleRequests, throughClient } from "../cases/requests.js";
import type { Exchange } from "../provider/exchange.js";
import { refusedForState } from "./accepts-valid-request.js";
import type { Check } from "./check.js";
import { conforms, documented, mustSucceed } from "./response.js";

export const responseConforms: Check = {
  name: "response-conforms",
  description:
    "status, content type, headers and body are those documented, judged on the contract and not by the mock",
  derive: (scope) =>
    exampleRequests(scope.contract, scope.operation).map((request) =>
      oneExchange("response-conforms", scope.operation, request.name, throughClient(request), (exchange) =>
        judge(scope, exchange),
      ),
    ),
};

function judge(scope: Scope, exchange: Exchange): Finding[] {
  const { contract, operation } = scope;
  const { response } = exchange;
  const wrongStatus = refusedForState(scope, exchange) ? [] : mustSucceed(operation, response);
  if (wrongStatus.length > 0) return wrongStatus;
  const promised = documented(operation, response.status);
  return promised ? conforms(contract, promised, response) : [];
}
