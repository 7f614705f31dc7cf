import { isBuiltin } from 'node:module';

/**
 * Modules of Node that take time to load and that the server looks at late or never. Only those that are plain objects:
 * a proxy cannot stand for a class that others extend.
 */
const LATE = new Set([
  ...['child_process', 'crypto', 'dns', 'dns/promises', 'fs/promises', 'http', 'http2', 'https', 'net', 'os'],
  ...['perf_hooks', 'readline', 'readline/promises', 'timers/promises', 'tls', 'worker_threads', 'zlib'],
]);

/** Stands for a module of Node that is loaded when something is taken out of it. */
function late(load: () => object): object {
  let loaded: object | undefined;
  const real = (): object => {
    loaded ??= load();
    return loaded;
  };
  return new Proxy(
    {},
    {
      get: (_, key) => Reflect.get(real(), key),
      has: (_, key) => Reflect.has(real(), key),
      ownKeys: () => Reflect.ownKeys(real()),
      // What the stand-in does not own itself may only be described as configurable.
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(real(), key);
        return found && { ...found, configurable: true };
      },
      getPrototypeOf: () => Reflect.getPrototypeOf(real()),
    },
  );
}

/**
 * A `require` that puts off loading Node's larger modules until they are used.
 *
 * @param require what really loads
 */
export function lazyRequire(require: (name: string) => unknown): (name: string) => unknown {
  const known = new Map<string, object>();
  return (name) => {
    const bare = name.replace(/^node:/, '');
    if (!LATE.has(bare) || !isBuiltin(name)) return require(name);
    const given = known.get(bare) ?? late(() => Object(require(name)));
    known.set(bare, given);
    return given;
  };
}
