import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SpecError } from './spec.ts';

const FILE = 'mist.openapi.json';

/** Where a document may come from, and how the submodule is fetched; replaced in tests. */
export interface Surroundings {
  root: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Fetches the submodule; throws when it cannot. */
  fetch: (root: string) => void;
}

/** Fetches the one commit of the specification that the repository points at. */
export function fetchSubmodule(root: string): void {
  execFileSync('git', ['submodule', 'update', '--init', '--depth', '1', 'mist_openapi'], { cwd: root, stdio: 'pipe' });
}

/** A document named by hand, or the submodule's when it is there already. */
export function specAtHand(
  given: string | undefined,
  { root, environment }: Omit<Surroundings, 'fetch'>,
): string | undefined {
  const named = given ?? (environment.MIST_OPENAPI_SPEC || undefined);
  if (named !== undefined) return resolve(root, named);
  const submodule = join(root, 'mist_openapi', FILE);
  return existsSync(submodule) ? submodule : undefined;
}

/**
 * Finds the document: the one named, else the submodule's, which is fetched if need be.
 *
 * @param given value of `--spec`
 * @throws SpecError naming every way to give one
 */
export function findSpec(given: string | undefined, surroundings: Surroundings): string {
  const found = specAtHand(given, surroundings);
  if (found !== undefined) return found;
  const submodule = join(surroundings.root, 'mist_openapi', FILE);
  let reason = `it holds no ${FILE}`;
  try {
    surroundings.fetch(surroundings.root);
    if (existsSync(submodule)) return submodule;
  } catch (error) {
    const lines = String(error instanceof Error ? error.message : error)
      .trim()
      .split('\n');
    reason = lines.at(-1) ?? '';
  }
  throw new SpecError(
    `no Mist OpenAPI document. Give one with --spec PATH, or MIST_OPENAPI_SPEC=PATH, or as mist_openapi/${FILE} ` +
      `(git submodule update --init --depth 1 mist_openapi; tried it: ${reason})`,
  );
}
