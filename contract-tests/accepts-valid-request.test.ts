import { checkTests } from "./suite.js";

checkTests("accepts-valid-request");
