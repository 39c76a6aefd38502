import { isObject, type Json } from "../model/json.js";
import type { Step } from "../schema/walk.js";

/** A body with each value at a site replaced; undefined removes it. */
export function edited(value: Json, steps: readonly Step[], edit: (value: Json) => Json | undefined): Json {
  return editedAt(value, steps, edit) ?? null;
}

function editedAt(
  value: Json,
  [step, ...rest]: readonly Step[],
  edit: (value: Json) => Json | undefined,
): Json | undefined {
  if (step === undefined) {
    return edit(value);
  }
  const inside = (inner: Json, isChosen: boolean) => (isChosen ? editedAt(inner, rest, edit) : inner);
  if (Array.isArray(value)) {
    const isChosen = (index: number) =>
      step === "items" || (typeof step === "object" && "item" in step && step.item === index);
    return value.map((item, index) => inside(item, isChosen(index)) ?? null);
  }
  if (!isObject(value)) {
    return value;
  }
  const isChosen = (name: string) =>
    step === "entry" || (typeof step === "object" && "field" in step && step.field === name);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const after = inside(inner, isChosen(name));
      return after === undefined ? [] : [[name, after]];
    }),
  );
}
