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

/** Locks that this process holds: after a crash in a container the next process has the number of the one before. */
const held = new Set<string>();

const RUN = /^[0-9a-f-]{8,40}$/;

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
    const file = this.#lockFile(head);
    held.delete(file);
    if (ownerOf(file) === process.pid) rmSync(file, { force: true });
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

  #lockFile({ org }: RunHead): string {
    return join(this.#folder, `${org.id.replace(/[^0-9a-f-]/gi, '')}.lock`);
  }

  /** A lock whose process is gone counts for nothing. */
  #lock(head: RunHead): void {
    const file = this.#lockFile(head);
    const owner = ownerOf(file);
    if (owner !== undefined && (owner === process.pid ? held.has(file) : isAlive(owner)))
      throw new InputError(
        `Another plan is being carried out in ${JSON.stringify(head.org.name)} (process ${owner}).`,
        'Call again when it has ended, or end it. Nothing was sent.',
      );
    this.#writing(() => {
      rmSync(file, { force: true });
      writeNow(file, 'wx', `${JSON.stringify({ pid: process.pid, run: head.run })}\n`);
      held.add(file);
    });
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

function ownerOf(file: string): number | undefined {
  const [lock] = existsSync(file) ? parsed(readFileSync(file, 'utf8').trim()) : [];
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
