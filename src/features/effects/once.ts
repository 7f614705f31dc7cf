/** Computes something of an object once, however many ask; it is forgotten with the object. */
export function oncePer<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { readonly value: V }>();
  return (key) => {
    const found = known.get(key) ?? { value: compute(key) };
    known.set(key, found);
    return found.value;
  };
}

/** The same of two objects together. */
export function oncePerPair<A extends object, B extends object, V>(compute: (a: A, b: B) => V): (a: A, b: B) => V {
  const known = oncePer((a: A) => oncePer((b: B) => compute(a, b)));
  return (a, b) => known(a)(b);
}
