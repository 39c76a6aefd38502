import { checkTests } from "./suite.js";

checkTests("requires-credentials");
