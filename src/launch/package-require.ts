import { isBuiltin } from 'node:module';

/** What a file in `packages/` exports: the modules in it, each loaded by its function. */
type Packages = Readonly<Record<string, () => unknown>>;

/**
 * A `require` that also finds the large packages that the bundler left out of the program, under the names that it gave
 * them there: `charts:echarts/core` is the module `echarts/core` in `packages/charts.js`.
 *
 * @param require Node's own, from the folder of the program
 */
export function packageRequire(require: NodeJS.Require): (name: string) => unknown {
  return (name) => {
    const [file, module] = name.split(':');
    if (isBuiltin(name) || module === undefined) return require(name);
    const packages: Packages = require(`./packages/${file}.js`);
    const load = packages[module];
    if (!load) throw new Error(`${name} is not in the bundle`);
    return load();
  };
}
