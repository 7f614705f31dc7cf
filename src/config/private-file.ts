import { existsSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { shown } from './error.ts';

/** What group and others may do with a file. */
const READABLE_BY_OTHERS = 0o044;
const WRITABLE_BY_OTHERS = 0o022;

/** Bytes; what is larger is no token and no list of people. */
const MAX_BYTES = 1_048_576;

/** How strictly a file is looked at. */
export type Privacy = 'secret' | 'trusted';

/**
 * Whether a file lies on a volume that a container was given: its permissions are the orchestrator's (a Kubernetes secret
 * is readable by all), and nobody else is in there.
 */
export function onContainerVolume(path: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const contained =
    env.KUBERNETES_SERVICE_HOST !== undefined || existsSync('/.dockerenv') || existsSync('/run/.containerenv');
  return contained && statSync(path).dev !== statSync('/').dev;
}

/**
 * Reads a file that others must not read (`secret`) or must not write (`trusted`: who may write it decides who may do
 * what). On Windows the permissions of the folder stand for that.
 *
 * @throws Error one sentence with the remedy, never with the content
 */
export function readPrivateFile(path: string, privacy: Privacy, onVolume = onContainerVolume): string {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    throw new Error(`The file ${shown(path)} cannot be read (${codeOf(error)}).`);
  }
  if (!stats.isFile()) throw new Error(`${shown(path)} is no regular file.`);
  if (stats.size > MAX_BYTES) throw new Error(`The file ${shown(path)} is larger than 1 MiB.`);
  if (process.getuid !== undefined && !onVolume(path)) requirePrivate(path, stats, privacy, process.getuid());
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw new Error(`The file ${shown(path)} cannot be read (${codeOf(error)}).`);
  }
}

function requirePrivate(path: string, file: Stats, privacy: Privacy, uid: number): void {
  const owners = [uid, 0];
  if (!owners.includes(file.uid)) throw new Error(`The file ${shown(path)} belongs to another user.`);
  if (privacy === 'secret' && (file.mode & (READABLE_BY_OTHERS | WRITABLE_BY_OTHERS)) !== 0) {
    throw new Error(`Others may read the file ${shown(path)}: end that with chmod 600.`);
  }
  if ((file.mode & WRITABLE_BY_OTHERS) !== 0) {
    throw new Error(`Others may write the file ${shown(path)}: end that with chmod go-w.`);
  }
  const folder = statSync(dirname(realpathSync(path)));
  const sticky = (folder.mode & 0o1000) !== 0;
  if (!owners.includes(folder.uid) || ((folder.mode & WRITABLE_BY_OTHERS) !== 0 && !sticky)) {
    throw new Error(`Others may replace the file ${shown(path)}: end that with chmod go-w on its folder.`);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
