import type { World } from './world.ts';

/** Works something out once for each world, when it is first asked for: most of what happens in a world never is. */
export function once<T>(build: (world: World) => T): (world: World) => T {
  const known = new WeakMap<World, { readonly value: T }>();
  return (world) => {
    let entry = known.get(world);
    if (!entry) {
      entry = { value: build(world) };
      known.set(world, entry);
    }
    return entry.value;
  };
}

/** The same for what follows from configuration: worked out anew when something was written since. */
export function live<T>(build: (world: World) => T): (world: World) => T {
  const known = new WeakMap<World, { readonly revision: number; readonly value: T }>();
  return (world) => {
    let entry = known.get(world);
    if (entry?.revision !== world.revision) {
      entry = { revision: world.revision, value: build(world) };
      known.set(world, entry);
    }
    return entry.value;
  };
}
