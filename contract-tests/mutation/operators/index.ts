import type { Operator } from "../mutant.js";
import { addresses } from "./addresses.js";
import { bodies, reshaped } from "./bodies.js";
import { codes } from "./codes.js";
import { dependentOnOthers } from "./dependent.js";
import { excuses } from "./excuses.js";
import { headers } from "./headers.js";
import { mediaTypes } from "./media-types.js";
import { parameters } from "./parameters.js";
import { requests } from "./requests.js";
import { responses } from "./responses.js";
import { security } from "./security.js";
import { sequences } from "./sequences.js";
import { stateRefusals } from "./state-refusals.js";
import { statuses } from "./statuses.js";
import { unpromptedRefusals } from "./unprompted.js";

/** Every way in which a provider is changed, one operation at a time. */
export const operators: readonly Operator[] = [
  ...responses,
  ...bodies,
  ...statuses,
  ...mediaTypes,
  ...headers,
  ...requests,
  ...parameters,
  ...addresses,
  ...security,
  ...reshaped,
  ...codes,
  ...unpromptedRefusals,
  ...dependentOnOthers,
  ...sequences,
  ...stateRefusals,
  ...excuses,
];
