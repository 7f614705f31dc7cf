import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { byCodeUnit } from './json.ts';

/** A line of this project's source that names something. */
export interface Usage {
  /** `src/tools/search-events.ts:47`. */
  place: string;
  /** What the line names. */
  name: string;
}

const QUOTED = /['"`]((?:(?:GET|PUT|POST|DELETE) )?\/api\/v1\/[^'"`]*|mist_[a-z_]+)['"`]|\b(mist_[a-z_]+)\b/g;

/** A tool that a prompt takes its calls from, by the file that holds it. */
const IMPORTED = /from '[./]+\/tools\/([a-z-]+)\.ts'/g;

/** The path of a route, and the collection that it is an item of. */
function pathsOf(route: string): string[] {
  const path = route.slice(route.indexOf(' ') + 1);
  const collection = path.replace(/\/\{[^}]+\}$/, '');
  return collection === path ? [path] : [path, collection];
}

/**
 * Finds where the source names routes and tools. It is read as text, so that this works just when the tools do not
 * load because a route of theirs is gone.
 *
 * @param root of the repository
 */
export class SourceIndex {
  readonly #lines = new Map<string, string[]>();

  constructor(root: string) {
    for (const folder of ['src/tools', 'src/features', 'src/prompts', 'src/resources', 'src/cli', 'src/mist']) {
      for (const file of typescriptIn(join(root, folder))) this.#read(root, file);
    }
  }

  /** Lines that name a route, its path, or the collection that its path is an item of. */
  routes(routes: Iterable<string>): Usage[] {
    return [...routes].flatMap((route) =>
      [route, ...pathsOf(route)].flatMap((name) => this.#places(name).map((place) => ({ place, name: route }))),
    );
  }

  /** Lines of prompts that name a tool. */
  prompts(tools: Iterable<string>): Usage[] {
    return [...tools].flatMap((name) =>
      this.#places(name)
        .filter((place) => place.startsWith('src/prompts/'))
        .map((place) => ({ place, name })),
    );
  }

  #places(name: string): readonly string[] {
    return this.#lines.get(name) ?? [];
  }

  #read(root: string, file: string): void {
    for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
      const names = new Set([
        ...[...line.matchAll(QUOTED)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
        ...[...line.matchAll(IMPORTED)].map(([, file = '']) => `mist_${file.replaceAll('-', '_')}`),
      ]);
      for (const name of names) {
        const place = `${relative(root, file)}:${index + 1}`;
        this.#lines.set(name, [...(this.#lines.get(name) ?? []), place]);
      }
    }
  }
}

function typescriptIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort(byCodeUnit);
  } catch {
    return [];
  }
}
