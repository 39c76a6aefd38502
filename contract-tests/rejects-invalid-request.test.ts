import { checkTests } from "./suite.js";

checkTests("rejects-invalid-request");
