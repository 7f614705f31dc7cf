import { InputError } from '../../../core/errors/input-error.ts';
import { type RunHead, type RunLine, type RunRecord, type RunStore, replay } from './run-record.ts';

/** Runs that are kept; the oldest go first. */
const MAX_RUNS = 20;

/** Journals of a server that has no disk of its own, as over HTTP: they end with the process. */
export class RunMemory implements RunStore {
  readonly place = 'the memory of this server';
  readonly lasting = false;
  readonly #lines = new Map<string, unknown[]>();
  readonly #locks = new Map<string, string>();

  begin(head: RunHead): void {
    this.#lock(head);
    for (const run of [...this.#lines.keys()].slice(0, Math.max(0, this.#lines.size - MAX_RUNS + 1)))
      if (![...this.#locks.values()].includes(run)) this.#lines.delete(run);
    this.#lines.set(head.run, [head]);
  }

  resume(head: RunHead): void {
    this.#lock(head);
  }

  note(run: string, line: RunLine): void {
    this.#lines.get(run)?.push(line);
  }

  release({ org, cloud }: RunHead): void {
    this.#locks.delete(`${cloud} ${org.id}`);
  }

  forgetPlan({ head, outcomes, stopped }: RunRecord): void {
    const { plan: _plan, approved: _approved, ...rest } = head;
    this.#lines.set(head.run, [rest, ...outcomes, ...(stopped ? [{ stopped }] : [])]);
  }

  read(run: string): RunRecord | undefined {
    const lines = this.#lines.get(run);
    return lines && replay(lines);
  }

  list(): readonly RunRecord[] {
    return [...this.#lines.keys()].flatMap((run) => this.read(run) ?? []);
  }

  #lock({ org, cloud, run }: RunHead): void {
    const key = `${cloud} ${org.id}`;
    if (this.#locks.has(key))
      throw new InputError(
        `Another plan is being carried out in ${JSON.stringify(org.name)}.`,
        'Call again when it has ended. Nothing was sent.',
      );
    this.#locks.set(key, run);
  }
}
