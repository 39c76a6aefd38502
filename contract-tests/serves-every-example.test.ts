import { checkTests } from "./suite.js";

checkTests("serves-every-example");
