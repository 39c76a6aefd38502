import type { Operator, WideOperator } from "../mutant.js";
import { addresses } from "./addresses.js";
import { bodies, reshaped } from "./bodies.js";
import { codes } from "./codes.js";
import { dependentCredentials } from "./dependent-credentials.js";
import { dependentRefusals } from "./dependent-refusals.js";
import { dependentSuccesses } from "./dependent-successes.js";
import { excuses } from "./excuses.js";
import { headers } from "./headers.js";
import { mediaTypes } from "./media-types.js";
import { operations } from "./operations.js";
import { otherValues } from "./other-values.js";
import { parameters } from "./parameters.js";
import { requestBounds, requestBoundsRelaxed } from "./request-bounds.js";
import { requestFields, requestFieldsRelaxed } from "./request-fields.js";
import { requestForms, requestFormsRelaxed } from "./request-forms.js";
import { requestTypes, requestTypesRelaxed } from "./request-types.js";
import { responseBounds } from "./response-bounds.js";
import { responseFields } from "./response-fields.js";
import { responseValues } from "./response-values.js";
import { security } from "./security.js";
import { sequences } from "./sequences.js";
import { stateRefusals } from "./state-refusals.js";
import { statuses } from "./statuses.js";
import { unprompted } from "./unprompted.js";

/** Every way in which a provider is changed, one operation at a time. */
export const operators: readonly Operator[] = [
  ...responseFields,
  ...responseValues,
  ...responseBounds,
  ...bodies,
  ...statuses,
  ...mediaTypes,
  ...headers,
  ...requestFields,
  ...requestTypes,
  ...requestBounds,
  ...requestForms,
  ...parameters,
  ...addresses,
  ...security,
  ...reshaped,
  ...codes,
  ...unprompted,
  ...dependentSuccesses,
  ...dependentRefusals,
  ...dependentCredentials,
  ...sequences,
  ...stateRefusals,
  ...excuses,
  ...otherValues,
  ...requestFieldsRelaxed,
  ...requestTypesRelaxed,
  ...requestBoundsRelaxed,
  ...requestFormsRelaxed,
];

/** Every way in which it is changed as a whole. */
export const wideOperators: readonly WideOperator[] = operations;
