import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors/input-error.ts';
import { RunFiles } from '../../../src/features/plans/runs/run-files.ts';
import { RunMemory } from '../../../src/features/plans/runs/run-memory.ts';
import {
  appliedOf,
  type OutcomeLine,
  type RunHead,
  type RunStore,
  replay,
} from '../../../src/features/plans/runs/run-record.ts';

const runId = (number: number): string => `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
const RUN = runId(1);
const head = (over: Partial<RunHead> = {}): RunHead => ({
  ...{ run: RUN, started: 5, cloud: 'api.mist.com', org: { id: 'abc-1', name: 'Acme' }, principal: 'p', digest: 'd' },
  ...{ total: 2, plan: { made_by: 'list', left_out: [], changes: [] }, approved: [] },
  ...over,
});
const applied = (change: number, over: Partial<OutcomeLine> = {}): OutcomeLine => ({
  ...{ change, outcome: 'applied', title: `update ${change}` },
  ...over,
});

describe('a run read from its journal', () => {
  it('has what became of each change, and what was sent and is not certain', () => {
    const record = replay([
      head(),
      { sending: 1, undo: { a: 1 } },
      applied(1),
      { sending: 2, alike: 3 },
      { sending: 3 },
      applied(3, { outcome: 'unknown', undo: { b: 2 } }),
    ]);
    expect(record).toEqual({
      head: head(),
      // The way back of a change is known before it is sent, and from its end where that says another.
      outcomes: [{ ...applied(1), undo: { a: 1 } }, applied(3, { outcome: 'unknown', undo: { b: 2 } })],
      // One whose answer was lost may have been carried out since it was looked at.
      open: [{ sending: 2, alike: 3 }, { sending: 3 }],
      stopped: undefined,
    });
    expect(record && appliedOf(record).map(({ change }) => change)).toEqual([1]);
  });

  it('goes on after a stop when something is sent again', () => {
    expect(replay([head(), { stopped: 'slice' }])?.stopped).toBe('slice');
    expect(replay([head(), { stopped: 'slice' }, { sending: 1 }])?.stopped).toBeUndefined();
    expect(replay([head(), { sending: 1 }, applied(1), { stopped: 'done' }])?.stopped).toBe('done');
  });

  it('has the last outcome of a change that was sent again', () => {
    const lines = [head(), { sending: 1 }, applied(1, { outcome: 'refused' }), { sending: 1 }, applied(1)];
    expect(replay(lines)?.outcomes).toEqual([{ ...applied(1), undo: undefined }]);
  });

  it('is whose who agreed last', () => {
    const approved = [{ number: 2, bound: 'b', follows: false }];
    expect(replay([head(), { approved, principal: 'q' }])?.head).toEqual(head({ approved, principal: 'q' }));
  });

  it('passes over lines that are none of its own', () => {
    const strange = [
      7,
      null,
      'x',
      {},
      { sending: 'x' },
      { change: 1 },
      { change: '1', outcome: 'applied', title: 't' },
    ];
    const more = [
      { change: 1, outcome: 'applied' },
      { stopped: 1 },
      { approved: [] },
      { approved: 'x', principal: 'p' },
    ];
    expect(replay([head(), ...strange, ...more])).toEqual({ head: head(), outcomes: [], open: [], stopped: undefined });
  });

  it.each(['run', 'cloud', 'principal', 'digest', 'org', 'started', 'total'])('is none without %s', (member) => {
    const { [member]: _, ...rest }: Record<string, unknown> = { ...head() };
    expect(replay([rest])).toBeUndefined();
    expect(replay([{ ...head(), [member]: member === 'started' || member === 'total' ? 'x' : 7 }])).toBeUndefined();
  });

  it('is none of an organization without ID or name, nor of nothing', () => {
    for (const org of [{ id: 'x' }, { name: 'x' }, { id: 7, name: 'x' }, { id: 'x', name: 7 }])
      expect(replay([{ ...head(), org }])).toBeUndefined();
    expect([replay([]), replay([7])]).toEqual([undefined, undefined]);
  });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runs-'));
});
afterEach(() => {
  for (const one of [head(), head({ org: { id: 'other', name: 'Other' } })])
    new RunFiles(join(folder, 'runs')).release(one);
  rmSync(folder, { recursive: true, force: true });
});

describe.each<[string, () => RunStore]>([
  ['files', () => new RunFiles(join(folder, 'runs'))],
  ['memory', () => new RunMemory()],
])('journals in %s', (_, open) => {
  it('give back what was noted, and none of a run that there is not', () => {
    const store = open();
    expect(store.list()).toEqual([]);
    store.begin(head());
    store.note(RUN, { sending: 1 });
    store.note(RUN, applied(1));
    store.note(RUN, { stopped: 'done' });
    expect(store.read(RUN)).toMatchObject({ head: { run: RUN }, outcomes: [applied(1)], open: [], stopped: 'done' });
    expect(store.list()).toEqual([store.read(RUN)]);
    expect(store.read(runId(2))).toBeUndefined();
    expect(store.read('../runs')).toBeUndefined();
  });

  it('let one run at a time change an organization', () => {
    const store = open();
    store.begin(head());
    expect(() => store.begin(head({ run: runId(2) }))).toThrow(/Another plan is being carried out in "Acme"/);
    expect(() => store.resume(head())).toThrow(InputError);
    // It is still the first one's after that.
    expect(() => store.begin(head({ run: runId(2) }))).toThrow(InputError);
    expect(store.read(runId(2))).toBeUndefined();
    const other = head({ run: runId(3), org: { id: 'other', name: 'Other' } });
    store.begin(other);
    const elsewhere = head({ run: runId(4), cloud: 'api.eu.mist.com' });
    store.begin(elsewhere);
    store.release(head());
    store.resume(head());
    for (const one of [head(), other, elsewhere]) store.release(one);
  });

  it('forget the plan and what was agreed to, and nothing else', () => {
    const store = open();
    store.begin(head());
    store.note(RUN, applied(1));
    store.note(RUN, { stopped: 'done' });
    const record = store.read(RUN);
    if (!record) throw new Error('it is gone');
    store.forgetPlan(record);
    const { plan: _plan, approved: _approved, ...rest } = head();
    expect(store.read(RUN)).toEqual({ ...record, head: rest });
    store.forgetPlan({ ...record, stopped: undefined });
    expect(store.read(RUN)?.stopped).toBeUndefined();
  });
});

describe('journals in files', () => {
  const where = (): string => join(folder, 'runs');

  it('are for nobody else to read, and outlast the process', () => {
    const store = new RunFiles(where());
    store.begin(head());
    expect([store.place, store.lasting]).toEqual([where(), true]);
    if (process.platform !== 'win32') {
      expect(statSync(where()).mode & 0o777).toBe(0o700);
      for (const name of readdirSync(where())) expect(statSync(join(where(), name)).mode & 0o777).toBe(0o600);
    }
    expect(new RunFiles(where()).read(RUN)?.head).toEqual(head());
    store.release(head());
    expect(readdirSync(where())).toEqual([`${RUN}.jsonl`]);
  });

  it('count without a last line that was cut off', () => {
    const store = new RunFiles(where());
    store.begin(head());
    const file = join(where(), `${RUN}.jsonl`);
    writeFileSync(file, `${readFileSync(file, 'utf8')}${JSON.stringify(applied(1))}\n{"change": 2, "outc`);
    expect(store.read(RUN)?.outcomes).toHaveLength(1);
  });

  it('know a lock whose process is gone from one whose process is there', () => {
    const store = new RunFiles(where());
    store.begin(head());
    store.release(head());
    const lock = (name: string, content: string): string => {
      const file = join(where(), `api.mist.com_abc-1.${name}.lock`);
      writeFileSync(file, content);
      return `api.mist.com_abc-1.${name}.lock`;
    };
    const gone = [lock('gone', '{"pid": 99999999}'), lock('cut', '{"pi'), lock('odd', '{"pid": "x"}')];
    lock('own', JSON.stringify({ pid: process.pid }));
    store.resume(head());
    const left = readdirSync(where()).filter((name) => name.endsWith('.lock'));
    expect(left.filter((name) => gone.includes(name))).toEqual([]);
    expect(left).toHaveLength(1);
    store.release(head());
    const living = lock('living', JSON.stringify({ pid: process.ppid }));
    expect(() => store.resume(head())).toThrow(`(process ${process.ppid})`);
    expect(readdirSync(where())).toContain(living);
    // The lock of one's own is gone with the refusal, and others' locks are nobody's business.
    expect(readdirSync(where()).filter((name) => name.endsWith('.lock'))).toEqual([living]);
    rmSync(join(where(), living));
    const foreign = join(where(), 'api.mist.com_abc-12.x.lock');
    writeFileSync(foreign, JSON.stringify({ pid: process.ppid }));
    store.resume(head());
    expect(readdirSync(where())).toContain('api.mist.com_abc-12.x.lock');
  });

  it('are fifty at most, none older than three months, when another begins', () => {
    const store = new RunFiles(where());
    store.begin(head());
    store.release(head());
    const day = 24 * 3600;
    const now = Date.now() / 1000;
    for (let at = 2; at <= 60; at += 1) {
      const file = join(where(), `${runId(at)}.jsonl`);
      writeFileSync(file, `${JSON.stringify(head({ run: runId(at) }))}\n`);
      utimesSync(file, now - at * 60, now - at * 60);
    }
    store.begin(head({ run: runId(99) }));
    store.release(head());
    const kept = store.list().map(({ head: { run } }) => run);
    expect(kept).toHaveLength(50);
    expect(kept).toEqual(expect.arrayContaining([runId(99), RUN, runId(49)]));
    expect(kept).not.toContain(runId(50));
    for (const [at, days] of [
      [2, 91],
      [3, 89],
    ] as const)
      utimesSync(join(where(), `${runId(at)}.jsonl`), now - days * day, now - days * day);
    store.begin(head({ run: runId(98) }));
    store.release(head());
    expect(store.read(runId(2))).toBeUndefined();
  });

  it('that cannot be written stop the run and hold no lock', () => {
    if (process.getuid?.() !== 0) chmodSync(folder, 0o500);
    const file = join(folder, 'a-file');
    if (process.getuid?.() === 0) writeFileSync(file, '');
    const store = new RunFiles(join(process.getuid?.() === 0 ? file : folder, 'runs'));
    for (const _ of [1, 2]) expect(() => store.begin(head())).toThrow(/^The journal of the run cannot be written in /);
    chmodSync(folder, 0o700);
  });

  it('that are too large are not read', () => {
    const store = new RunFiles(where());
    store.begin(head());
    const file = join(where(), `${RUN}.jsonl`);
    // What is beyond its text takes no room on the disk.
    truncateSync(file, 64 * 1024 * 1024 + 1);
    expect(store.read(RUN)).toBeUndefined();
  });
});

describe('journals in memory', () => {
  it('are twenty, and the one of a run that is under way stays', () => {
    const store = new RunMemory();
    store.begin(head({ run: runId(0) }));
    for (let at = 1; at <= 30; at += 1) {
      const one = head({ run: runId(at), org: { id: 'other', name: 'Other' } });
      store.begin(one);
      store.release(one);
    }
    const kept = store.list().map(({ head: { run } }) => run);
    expect(kept[0]).toBe(runId(0));
    expect(kept.slice(1)).toEqual(Array.from({ length: kept.length - 1 }, (_, at) => runId(30 - kept.length + 2 + at)));
    expect(kept.length).toBeLessThanOrEqual(21);
    expect([store.place, store.lasting]).toEqual(['the memory of this server', false]);
  });
});
