import { keptByText } from "./lazy.js";

/** The texts that a path has for the parameters of a template, by name; undefined if it is not one of the template's. */
export function readPath(template: string, path: string): ReadonlyMap<string, string> | undefined {
  const { names, pattern } = templateOf(template);
  const texts = pattern.exec(path)?.slice(1);
  return texts && new Map(names.map((name, index) => [name, texts[index] ?? ""]));
}

const templateOf = keptByText((template) => ({
  names: [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = ""]) => name),
  pattern: new RegExp(
    `^${template
      .split(/\{[^}]+\}/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join("([^/]*)")}$`,
  ),
}));
