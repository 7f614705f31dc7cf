import { isRecord, type JsonObject } from '../../../core/json.ts';
import type { Plan, PlanOrg } from '../model.ts';

/** What was agreed to about one change. */
export interface ApprovedChange {
  readonly number: number;
  readonly bound: string;
  readonly follows: boolean;
}

/** What a run begins with. */
export interface RunHead {
  readonly run: string;
  /** Epoch seconds. */
  readonly started: number;
  readonly cloud: string;
  readonly org: PlanOrg;
  /** Whose yes it was, as an opaque key. */
  readonly principal: string;
  readonly digest: string;
  readonly total: number;
  /** Absent once the run has ended: nothing of it is needed any more, and it may hold secrets. */
  readonly plan?: Plan | undefined;
  readonly approved?: readonly ApprovedChange[] | undefined;
}

/** A change is about to be sent. Without a line after it nobody knows what became of it. */
export interface SendingLine {
  readonly sending: number;
  /** What takes it back, as far as that is known before. */
  readonly undo?: JsonObject | undefined;
  /** Objects like a new one that were there before. */
  readonly alike?: number | undefined;
}

/** What became of a change. */
export interface OutcomeLine {
  readonly change: number;
  readonly outcome: 'applied' | 'not_applied' | 'unknown' | 'refused';
  /** What it was, in words. */
  readonly title: string;
  /** Name in the plan and id of what was created. */
  readonly as?: string | undefined;
  readonly id?: string | undefined;
  /** Id of the object that was changed or deleted. */
  readonly object?: string | undefined;
  readonly undo?: JsonObject | undefined;
  /** Digest of what it left. */
  readonly left?: string | undefined;
  readonly reason?: string | undefined;
}

/**
 * Why a run came to a stop: all is done, a change failed, somebody ended it, its requests were used up, the
 * time of the call was up, or what it did was taken back.
 */
export type Stop = 'done' | 'failed' | 'cancelled' | 'no_requests' | 'slice' | 'undone';

export interface StopLine {
  readonly stopped: Stop;
}

/** The rest of the run was agreed to once more. */
export interface ApprovedLine {
  readonly approved: readonly ApprovedChange[];
  readonly principal: string;
}

export type RunLine = SendingLine | OutcomeLine | StopLine | ApprovedLine;

/** A run with everything that is known of it. */
export interface RunRecord {
  readonly head: RunHead;
  readonly outcomes: readonly OutcomeLine[];
  /** Changes that were sent and of which nothing is certain: no answer came, or the process ended before. */
  readonly open: readonly SendingLine[];
  readonly stopped: Stop | undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isHead = (value: unknown): value is RunHead =>
  isRecord(value) &&
  [value.run, value.cloud, value.principal, value.digest].every(isText) &&
  isRecord(value.org) &&
  isText(value.org.id) &&
  isText(value.org.name) &&
  typeof value.started === 'number' &&
  typeof value.total === 'number';

const isSending = (value: unknown): value is SendingLine => isRecord(value) && typeof value.sending === 'number';

const isOutcome = (value: unknown): value is OutcomeLine =>
  isRecord(value) && typeof value.change === 'number' && isText(value.outcome) && isText(value.title);

const isApproved = (value: unknown): value is ApprovedLine =>
  isRecord(value) && Array.isArray(value.approved) && isText(value.principal);

const isStop = (value: unknown): value is StopLine => isRecord(value) && isText(value.stopped);

/** Reads a run from the lines of its journal; a last line that was cut off counts for nothing. */
export function replay(lines: readonly unknown[]): RunRecord | undefined {
  const [first, ...rest] = lines;
  if (!isHead(first)) return undefined;
  let head = first;
  const outcomes = new Map<number, OutcomeLine>();
  const open = new Map<number, SendingLine>();
  let stopped: Stop | undefined;
  for (const line of rest) {
    if (isSending(line)) {
      open.set(line.sending, line);
      stopped = undefined;
    } else if (isOutcome(line)) {
      outcomes.set(line.change, { ...line, undo: line.undo ?? open.get(line.change)?.undo });
      // What was lost on the way may have been carried out since, whatever was read then.
      if (line.outcome === 'applied' || line.outcome === 'refused') open.delete(line.change);
    } else if (isApproved(line)) head = { ...head, approved: line.approved, principal: line.principal };
    else if (isStop(line)) stopped = line.stopped;
  }
  return { head, outcomes: [...outcomes.values()], open: [...open.values()], stopped };
}

/** Changes that are done. */
export const appliedOf = ({ outcomes }: RunRecord): readonly OutcomeLine[] =>
  outcomes.filter(({ outcome }) => outcome === 'applied');

/** Where the journals of runs are kept. */
export interface RunStore {
  /** Where they lie, in words. */
  readonly place: string;
  /** Whether a run can be gone on with after this process has ended. */
  readonly lasting: boolean;
  /**
   * Begins a run; from here on nobody else runs a plan for its organization.
   *
   * @throws InputError where another run is under way there, or nothing can be written
   */
  begin(head: RunHead): void;
  /** Goes on with a run. @throws InputError where it or another run is under way there */
  resume(head: RunHead): void;
  /** Writes a line so that it is there whatever happens to this process. @throws InputError where it cannot */
  note(run: string, line: RunLine): void;
  /** Lets others run plans for the organization. */
  release(head: RunHead): void;
  /** Takes the plan out of a run that has ended. */
  forgetPlan(record: RunRecord): void;
  read(run: string): RunRecord | undefined;
  list(): readonly RunRecord[];
}
