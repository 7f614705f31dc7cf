// Source that a start does not need goes to files of its own, dist/parts/*.js, which are loaded when they are first
// used: what is in the program costs every start some of its size. Every module is in one file alone, since modules
// have state; a file finds what is elsewhere through the `require` that the loader gives it (src/launch/parts.ts).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** File → folders of the source that are needed together. What of them a start needs is in the program all the same. */
const FOLDERS = {
  'parts/changes': [
    'src/features/api-catalog/',
    'src/features/changes/',
    'src/features/device-commands/',
    'src/features/effects/',
  ],
  'parts/plans': ['src/features/audit/', 'src/features/plans/', 'src/features/snapshot/'],
  'parts/questions': [
    'src/features/configuration/',
    'src/features/explain/',
    'src/features/find/',
    'src/features/lookup/',
    'src/features/msp/',
    'src/features/sle/',
    'src/features/upgrades/',
  ],
  'parts/charts': ['src/features/charts/'],
  'parts/commands': ['src/cli/', 'src/clients/'],
  'parts/http': ['src/transport/http/'],
};

const PROGRAM = 'program';

/** The part whose folder a module lies in. */
const folderOf = (module) =>
  Object.keys(FOLDERS).find((file) => FOLDERS[file].some((folder) => module.startsWith(folder)));

/** @returns all modules that are loaded with `first`, and later by them unless `leaves` says of one that it is not */
function reached(inputs, first, leaves) {
  const found = new Set(first);
  for (const module of found)
    for (const { path, kind, external } of inputs[module]?.imports ?? [])
      if (!external && !(kind === 'dynamic-import' && leaves(path))) found.add(path);
  return found;
}

/**
 * The file that each module is in: the program for what it reaches without entering a part's folder later on, and for
 * what several parts share.
 *
 * @param inputs of a bundling of everything, module → its imports
 */
function ownersOf(inputs, entry) {
  const owners = new Map();
  const program = reached(inputs, [entry], (path) => folderOf(path) !== undefined);
  for (const file of Object.keys(FOLDERS)) {
    const own = Object.keys(inputs).filter((module) => folderOf(module) === file && !program.has(module));
    for (const module of reached(inputs, own, (path) => folderOf(path) !== file)) {
      if (program.has(module)) continue;
      const folder = folderOf(module);
      if (folder !== undefined) owners.set(module, folder);
      else owners.set(module, owners.has(module) && owners.get(module) !== file ? PROGRAM : file);
    }
  }
  for (const module of Object.keys(inputs)) if (!owners.has(module)) owners.set(module, PROGRAM);
  return owners;
}

/**
 * Names that the importers take of a package, so that the rest of it stays out.
 *
 * @returns undefined where one loads it later, and so all of it
 * @throws Error where it is not told
 */
function namesTaken(root, importers) {
  const texts = importers.map(([module, original]) => [module, original, readFileSync(join(root, module), 'utf8')]);
  if (texts.some(([, original, text]) => text.includes(`import('${original}')`))) return undefined;
  const names = texts.flatMap(([module, original, text]) => {
    const clause = new RegExp(`^import (?!type\\b)([^;'"]*?) from ['"]${original}['"]`, 'gm');
    return [...text.matchAll(clause)].flatMap(([, given]) => {
      const braces = /^\{([^}]*)\}$/.exec(given)?.[1];
      if (braces === undefined) throw new Error(`${module} must name what it takes of ${original}`);
      return braces.split(',').map((name) => name.trim().split(' as ')[0]);
    });
  });
  return [...new Set(names)].filter((name) => name !== '' && !name.startsWith('type '));
}

/**
 * Divides the program.
 *
 * @param inputs of a bundling of everything, as the bundler's metafile has them
 * @returns for each file what the bundler needs beside the usual options
 */
export function divide(root, inputs, entry) {
  const owners = ownersOf(inputs, entry);
  /** Module that other files import → who does, and by which name. */
  const wanted = new Map();
  for (const [module, { imports }] of Object.entries(inputs))
    for (const { path, original, external } of imports)
      if (!external && owners.get(path) !== owners.get(module))
        wanted.set(path, [...(wanted.get(path) ?? []), [module, original]]);

  const files = [PROGRAM, ...Object.keys(FOLDERS)];
  return files.map((file) => {
    const offered = [...wanted.keys()].filter((module) => owners.get(module) === file);
    const lines = offered.sort().map((module) => `${JSON.stringify(module)}: () => require('offered:${module}'),`);
    const begin = file === PROGRAM ? `require('./${entry}');\n` : '';
    return {
      file,
      stdin: { contents: `module.exports = {\n${lines.join('\n')}\n};\n${begin}`, resolveDir: root, sourcefile: file },
      plugins: [elsewhere(file, inputs, owners), offers(root, wanted)],
    };
  });
}

/** Asks for modules of other files by the file and the module: `parts/plans:src/features/plans/answer-plan.ts`. */
function elsewhere(file, inputs, owners) {
  return {
    name: 'elsewhere',
    setup(build) {
      const { absWorkingDir } = build.initialOptions;
      build.onResolve({ filter: /.*/ }, ({ path, importer, namespace }) => {
        if (namespace === 'elsewhere') return { path, external: true };
        if (namespace !== 'file' || !importer.startsWith(absWorkingDir)) return undefined;
        const module = importer.slice(absWorkingDir.length).replaceAll('\\', '/');
        const target = inputs[module]?.imports.find(({ original, external }) => original === path && !external)?.path;
        const owner = target === undefined ? file : owners.get(target);
        if (owner === file) return undefined;
        const name = `${owner}:${target}`;
        // Its ending tells the bundler what kind of module it is, and this one is no longer of the target's kind.
        return { path: `${name}.cjs`, namespace: 'elsewhere', pluginData: name };
      });
      build.onLoad({ filter: /.*/, namespace: 'elsewhere' }, ({ pluginData }) => ({
        contents: `module.exports = require(${JSON.stringify(pluginData)});`,
      }));
    },
  };
}

/** What a file gives to others: of its own source all of a module, of a package what is taken. */
function offers(root, wanted) {
  return {
    name: 'offers',
    setup(build) {
      build.onResolve({ filter: /^offered:/ }, ({ path }) => ({ path: path.slice(8), namespace: 'offered' }));
      build.onLoad({ filter: /.*/, namespace: 'offered' }, ({ path }) => {
        const from = JSON.stringify(`./${path}`);
        const some = path.startsWith('node_modules/') ? namesTaken(root, wanted.get(path)) : undefined;
        const contents = some ? `export { ${some.join(', ')} } from ${from};` : `module.exports = require(${from});`;
        return { contents, resolveDir: root };
      });
    },
  };
}
