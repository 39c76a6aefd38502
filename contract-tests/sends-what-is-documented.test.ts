import { checkTests } from "./suite.js";

checkTests("sends-what-is-documented");
