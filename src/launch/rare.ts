import { isBuiltin } from 'node:module';

/** The modules of rare.js, each loaded by its function. */
type Rare = Readonly<Record<string, () => unknown>>;

/**
 * A `require` that looks for packages in rare.js and leaves Node's own modules to another.
 *
 * @param open loads rare.js, on first use
 * @param builtin loads a module of Node
 */
export function rareRequire(open: () => Rare, builtin: (name: string) => unknown): (name: string) => unknown {
  let rare: Rare | undefined;
  return (name) => {
    if (isBuiltin(name)) return builtin(name);
    rare ??= open();
    const load = rare[name];
    if (!load) throw new Error(`${name} is not in the bundle`);
    return load();
  };
}
