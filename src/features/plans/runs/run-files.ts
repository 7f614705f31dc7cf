import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../core/errors/input-error.ts';
import { isRecord } from '../../../core/json.ts';
import { type RunHead, type RunLine, type RunRecord, type RunStore, replay } from './run-record.ts';

/** Only who runs the server reads them; Windows keeps the rights of the folder around. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Journals that are kept, and for how long; the oldest go first when another begins. */
const MAX_RUNS = 50;
const MAX_AGE_MS = 90 * 24 * 3_600_000;

/** Largest journal that is read, in bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Locks that this process holds, by what they are for: after a crash in a container the next process has the number of
 * the one before.
 */
const held = new Map<string, string>();

const RUN = /^[0-9a-f-]{8,40}$/;
const LOCK = '.lock';

/** Journals as files of one folder, one for each run, and a lock for each organization that a run is under way in. */
export class RunFiles implements RunStore {
  readonly lasting = true;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get place(): string {
    return this.#folder;
  }

  begin(head: RunHead): void {
    this.#writing(() => {
      mkdirSync(this.#folder, { recursive: true, mode: FOLDER_MODE });
      chmodSync(this.#folder, FOLDER_MODE);
    });
    this.#lock(head);
    try {
      this.#cleanUp();
      this.#append(head.run, head);
    } catch (error) {
      this.release(head);
      throw error;
    }
  }

  resume(head: RunHead): void {
    this.#lock(head);
  }

  note(run: string, line: RunLine): void {
    this.#append(run, line);
  }

  release(head: RunHead): void {
    const key = this.#lockKey(head);
    const file = held.get(key);
    held.delete(key);
    if (file !== undefined) rmSync(file, { force: true });
  }

  forgetPlan({ head, outcomes, stopped }: RunRecord): void {
    const { plan: _plan, approved: _approved, ...rest } = head;
    const lines = [rest, ...outcomes, ...(stopped ? [{ stopped }] : [])];
    const half = `${this.#file(head.run)}.tmp`;
    this.#writing(() => {
      writeNow(half, 'w', `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
      renameSync(half, this.#file(head.run));
    });
  }

  read(run: string): RunRecord | undefined {
    if (!RUN.test(run) || !existsSync(this.#file(run))) return undefined;
    if (statSync(this.#file(run)).size > MAX_BYTES) return undefined;
    return replay(readFileSync(this.#file(run), 'utf8').split('\n').flatMap(parsed));
  }

  list(): readonly RunRecord[] {
    return this.#names().flatMap((name) => this.read(name) ?? []);
  }

  #names(): readonly string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder).flatMap((name) =>
      name.endsWith('.jsonl') ? [name.slice(0, -'.jsonl'.length)] : [],
    );
  }

  #file(run: string): string {
    return join(this.#folder, `${run}.jsonl`);
  }

  /** Begin of the names of all locks for one organization of one cloud. */
  #lockKey({ cloud, org }: RunHead): string {
    return join(this.#folder, `${cloud.replace(/[^0-9a-z.-]/gi, '_')}_${org.id.replace(/[^0-9a-f-]/gi, '')}`);
  }

  /**
   * Each process puts down a lock of its own and then looks for others, so that of two that begin at once none misses the
   * other. No name is ever used again: one whose process is gone can be taken away without meeting a new one.
   */
  #lock(head: RunHead): void {
    const key = this.#lockKey(head);
    if (held.has(key)) throw underWay(head, process.pid);
    const file = `${key}.${randomUUID()}${LOCK}`;
    held.set(key, file);
    try {
      this.#writing(() => {
        writeNow(`${file}.tmp`, 'wx', `${JSON.stringify({ pid: process.pid, run: head.run })}\n`);
        renameSync(`${file}.tmp`, file);
      });
      const owner = this.#otherOwner(key, file);
      if (owner !== undefined) throw underWay(head, owner);
    } catch (error) {
      this.release(head);
      throw error;
    }
  }

  /** The process of another lock for the same; locks whose process is gone are taken away. */
  #otherOwner(key: string, own: string): number | undefined {
    const files = readdirSync(this.#folder).map((name) => join(this.#folder, name));
    for (const file of files) {
      if (file === own || !file.startsWith(`${key}.`) || !file.endsWith(LOCK)) continue;
      const owner = ownerOf(file);
      if (owner !== undefined && owner !== process.pid && isAlive(owner)) return owner;
      rmSync(file, { force: true });
    }
    return undefined;
  }

  #append(run: string, line: object): void {
    this.#writing(() => writeNow(this.#file(run), 'a', `${JSON.stringify(line)}\n`));
  }

  #writing(write: () => void): void {
    try {
      write();
    } catch (error) {
      throw new InputError(
        `The journal of the run cannot be written in ${this.#folder} (${error instanceof Error ? error.message : 'unknown'}).`,
        'Look at the rights of the folder; nothing more was sent.',
      );
    }
  }

  #cleanUp(): void {
    const now = Date.now();
    const ages = this.#names()
      .map((name) => ({ name, age: now - statSync(this.#file(name)).mtimeMs }))
      .sort((a, b) => a.age - b.age);
    for (const [at, { name, age }] of ages.entries())
      if (at >= MAX_RUNS - 1 || age > MAX_AGE_MS) rmSync(this.#file(name), { force: true });
  }
}

/** Writes so that the line is on the disk, whatever happens to this process and machine. */
function writeNow(file: string, flag: 'a' | 'w' | 'wx', text: string): void {
  const handle = openSync(file, flag, FILE_MODE);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

const underWay = ({ org }: RunHead, owner: number): InputError =>
  new InputError(
    `Another plan is being carried out in ${JSON.stringify(org.name)} (process ${owner}).`,
    'Call again when it has ended, or end it. Nothing was sent.',
  );

/** The process that a lock is of; undefined for one that was taken away meanwhile. */
function ownerOf(file: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const [lock] = parsed(text.trim());
  return isRecord(lock) && typeof lock.pid === 'number' ? lock.pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function parsed(line: string): unknown[] {
  try {
    return line === '' ? [] : [JSON.parse(line)];
  } catch {
    // The last line of a run that was cut off.
    return [];
  }
}
