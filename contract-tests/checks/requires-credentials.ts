import type { Finding } from "../cases/case.js";
import { oneExchange, type Scope } from "../cases/case.js";
import { exampleRequests, pastClient } from "../cases/requests.js";
import { wrongCredentials } from "../model/credentials.js";
import type { Exchange } from "../provider/exchange.js";
import type { Check } from "./check.js";
import { breaking, otherThanExpected, receivedStatus, responsesFor } from "./response.js";

export const requiresCredentials: Check = {
  name: "requires-credentials",
  description: "none, an empty token, or another scheme: refused with the documented 401",
  derive: (scope) => {
    const [request] = exampleRequests(scope.contract, scope.operation);
    if (!request) return [];
    return wrongCredentials(scope.operation.security).map(([name, authorization]) =>
      oneExchange(
        "requires-credentials",
        scope.operation,
        name,
        { ...pastClient(request), authorization },
        (exchange) => judge(scope, exchange),
        [{ kind: "credentials", form: name }],
      ),
    );
  },
};

function judge({ operation }: Scope, { response }: Exchange): Finding[] {
  const [expected] = responsesFor(operation, "credentials");
  const at = expected?.node.at ?? operation.node.at;
  const refusal = expected && expected.status !== "default" ? expected.status : "401";
  if (response.status >= 200 && response.status < 300)
    return [breaking(`the request refused with ${refusal}`, receivedStatus(response), at, response.text)];
  if (!expected)
    return response.status === 401 || response.status === 403
      ? []
      : [breaking("the request refused with 401 or 403", receivedStatus(response), at, response.text)];
  if (otherThanExpected(operation, "credentials", response.status)) {
    return [breaking(`the request refused with ${refusal}`, receivedStatus(response), at, response.text)];
  }
  return [];
}
