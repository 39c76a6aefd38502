import { checkTests } from "./suite.js";

checkTests("response-conforms");
