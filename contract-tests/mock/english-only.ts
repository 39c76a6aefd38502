import { createRequire } from "node:module";

/**
 * Prism's generator of random values loads sixty languages: half a second and tens of megabytes, for a mock that serves
 * the contract's examples. Imported before Prism, this gives it English alone. A later Prism that loads the generator in
 * another way gets all of it.
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
  // Not installed, or moved: that only costs time.
}
