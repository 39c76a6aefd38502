/** Makes something when it is first asked for, and keeps it. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Makes something for each object when it is first asked for, and keeps it as long as the object. */
export function kept<K extends object, T>(make: (key: K) => T): (key: K) => T {
  return keptIn(new WeakMap<K, { readonly value: T }>(), make);
}

/** The same for each text. */
export function keptByText<T>(make: (key: string) => T): (key: string) => T {
  return keptIn(new Map<string, { readonly value: T }>(), make);
}

type Store<K, V> = Pick<Map<K, V>, "get"> & { readonly set: (key: K, value: V) => unknown };

function keptIn<K, T>(known: Store<K, { readonly value: T }>, make: (key: K) => T): (key: K) => T {
  return (key) => {
    const held = known.get(key) ?? { value: make(key) };
    known.set(key, held);
    return held.value;
  };
}
