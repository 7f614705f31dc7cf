import { isBuiltin } from 'node:module';

/** What a file offers: modules, each loaded by its function. */
export type Modules = Readonly<Record<string, () => unknown>>;

/** A part of the program as the bundler wraps it; `url` is what `import.meta.url` is in the source. */
export type Part = (
  require: (name: string) => unknown,
  module: { exports: Modules },
  url: string,
  filename: string,
  dirname: string,
) => void;

/** The program's file, which all its parts take for their own. */
export interface ProgramFile {
  readonly url: string;
  readonly filename: string;
  readonly dirname: string;
}

/** Where the parts of the program are, seen from it. */
const PARTS = 'parts/';

/**
 * Runs the program with a `require` that also finds what the bundler put into other files, under the names that it gave
 * it there: `packages/charts:echarts/core` is the module `echarts/core` in `packages/charts.js`, and
 * `program:src/core/json.ts` a module of the program itself.
 *
 * @param compile makes a part ready by the name of its file, `parts/plans`
 * @param require Node's own, from the folder of the program
 */
export function runProgram(
  program: Part,
  compile: (file: string) => Part,
  require: NodeJS.Require,
  { url, filename, dirname }: ProgramFile,
): void {
  const files = new Map<string, { exports: Modules }>();

  function run(file: string, part: Part): { exports: Modules } {
    const holder = { exports: {} };
    // A part is kept before it runs, since what it needs may need it in turn.
    files.set(file, holder);
    part(requirePart, holder, url, filename, dirname);
    return holder;
  }

  function load(file: string): { exports: Modules } {
    if (file.startsWith(PARTS)) return run(file, compile(file));
    const holder = { exports: require(`./${file}.js`) };
    files.set(file, holder);
    return holder;
  }

  function requirePart(name: string): unknown {
    const [file = '', module] = name.split(':');
    if (isBuiltin(name) || module === undefined) return require(name);
    const found = (files.get(file) ?? load(file)).exports[module];
    if (!found) throw new Error(`${name} is not in the bundle`);
    return found();
  }

  run('program', program);
}
