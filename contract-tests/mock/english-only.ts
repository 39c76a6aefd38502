import { createRequire } from "node:module";

/**
 * Prism brings a maker of random values that loads sixty languages at once: half a second and tens of megabytes, of
 * which a mock that serves the contract's examples uses nothing. Imported before Prism, this gives it English alone.
 * Should a later Prism load it in another way, it gets what it asks for.
 */
try {
  const fromPrism = createRequire(createRequire(import.meta.url).resolve("@stoplight/prism-http"));
  const whole = fromPrism.resolve("@faker-js/faker");
  const english = fromPrism.resolve("@faker-js/faker/locale/en");
  fromPrism(english);
  const loaded = fromPrism.cache[english];
  if (loaded && !fromPrism.cache[whole]) {
    Object.assign(loaded.exports, { default: loaded.exports });
    fromPrism.cache[whole] = loaded;
  }
} catch {
  // Not installed, or not where it was: nothing is lost but the time.
}
