import { acceptsValidRequest } from "./accepts-valid-request.js";
import type { Check } from "./check.js";
import { rejectsInvalidRequest } from "./rejects-invalid-request.js";
import { requiresCredentials } from "./requires-credentials.js";
import { responseConforms } from "./response-conforms.js";
import { sendsWhatIsDocumented } from "./sends-what-is-documented.js";
import { servesEveryExample } from "./serves-every-example.js";

/** Every check, in the order in which their cases run. */
export const checks: readonly Check[] = [
  sendsWhatIsDocumented,
  acceptsValidRequest,
  responseConforms,
  servesEveryExample,
  rejectsInvalidRequest,
  requiresCredentials,
];
