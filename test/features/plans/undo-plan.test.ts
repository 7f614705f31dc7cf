import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import type { OutcomeLine, RunRecord } from '../../../src/features/plans/runs/run-record.ts';
import { ALREADY, undoPlanOf } from '../../../src/features/plans/undo-plan.ts';

const ORG = '11111111-2222-3333-4444-555555555555';
const RF = '22222222-2222-3333-4444-555555555555';
const SITE = '33333333-2222-3333-4444-555555555555';

const line = (change: number, undo: JsonObject | undefined, over: Partial<OutcomeLine> = {}): OutcomeLine => ({
  ...{ change, outcome: 'applied', title: `change ${change}`, undo, left: `left ${change}` },
  ...over,
});
const record = (...outcomes: readonly OutcomeLine[]): RunRecord => ({
  head: {
    ...{ run: 'run-1', started: 1, cloud: 'api.mist.com', org: { id: ORG, name: 'Acme' }, principal: 'p', digest: 'd' },
    total: outcomes.length,
  },
  ...{ outcomes, open: [], stopped: 'done' },
});
const update = (object_id: string, payload: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...{ action_type: 'update', object_type: 'org_sites', site_id: object_id, mode: 'merge', payload },
  ...more,
});
const remove = (object_type: string, object_id: string): JsonObject => ({
  ...{ action_type: 'delete', object_type, org_id: ORG, object_id },
});
const create = (object_type: string, payload: JsonObject): JsonObject => ({
  ...{ action_type: 'create', object_type, org_id: ORG, payload },
});
const LOST = '****';

describe('the plan that takes back a run', () => {
  it('takes back the last first, each only where it is as the run left it', () => {
    const plan = undoPlanOf(
      record(
        line(1, update(SITE, { notes: 'a' })),
        line(2, update(RF, { notes: 'b' })),
        line(3, remove('org_rftemplates', RF)),
      ),
    );
    expect(plan).toMatchObject({
      ...{ made_by: 'undo', cloud: 'api.mist.com', org: { id: ORG, name: 'Acme' }, left_out: [] },
    });
    expect(plan.changes.map(({ action_type: action, payload, expects }) => [action, payload, expects])).toEqual([
      ['update', { notes: 'b' }, 'left 2'],
      ['update', { notes: 'a' }, 'left 1'],
      ['delete', undefined, 'left 3'],
    ]);
  });

  it('makes what was deleted anew, and whatever named it gets the new one', () => {
    const { changes } = undoPlanOf(
      record(
        line(1, update(SITE, { rftemplate_id: RF }), { object: SITE }),
        line(2, create('org_rftemplates', { name: 'RF' }), { object: RF }),
      ),
    );
    expect(changes).toMatchObject([
      { action_type: 'create', as: 'undo 2', payload: { name: 'RF' } },
      { action_type: 'update', payload: { rftemplate_id: '$new:undo 2' }, expects: 'left 1' },
    ]);
    expect(changes[0]?.expects).toBeUndefined();
  });

  it('leaves out what nobody knows, what was not made, and what was so already', () => {
    const { changes, left_out } = undoPlanOf(
      record(
        line(1, update(SITE, { notes: 'a' })),
        line(2, update(SITE, { notes: 'b' }), { outcome: 'unknown' }),
        line(3, update(SITE, { notes: 'c' }), { outcome: 'refused' }),
        line(4, update(SITE, { notes: 'd' }), { outcome: 'not_applied' }),
        line(5, undefined, { reason: ALREADY }),
        line(6, undefined, { reason: 'It was made.' }),
      ),
    );
    expect(changes.map(({ payload }) => payload)).toEqual([{ notes: 'a' }]);
    expect(left_out).toEqual([
      'Not taken back: change 2. Nobody knows whether it was made: look at it, and change it by hand.',
      'Not taken back: change 6. There is no way back through the API.',
    ]);
  });

  it('takes back all of a change but the attributes that hold a secret', () => {
    const { changes, left_out } = undoPlanOf(
      record(line(1, update(SITE, { notes: 'a', auth: { psk: LOST, type: 'psk' }, '-x': '', list: [{ key: LOST }] }))),
    );
    expect(changes).toMatchObject([
      { payload: { notes: 'a', '-x': '' }, expects: 'left 1', expects_roots: ['notes', 'auth', 'x', 'list'] },
    ]);
    expect(left_out).toEqual([
      'Not taken back of change 1: auth, list. A secret is in it, which no journal keeps: set it by hand.',
    ]);
  });

  it('takes back the variables that are no secrets', () => {
    const { changes, left_out } = undoPlanOf(
      record(line(1, update(SITE, { vars: { a: '1', key: LOST, deep: { psk: LOST } } }))),
    );
    expect(changes).toMatchObject([{ payload: { vars: { a: '1' } } }]);
    expect(left_out[0]).toContain('change 1: vars.key, vars.deep.');
    const only = record(line(1, update(SITE, { notes: 'a', vars: { key: LOST } })));
    expect(undoPlanOf(only).changes).toMatchObject([{ payload: { notes: 'a' } }]);
    expect(undoPlanOf(only).left_out[0]).toContain('change 1: vars.key.');
    const odd = record(line(1, update(SITE, { notes: 'a', vars: LOST, other: { vars: { key: LOST } } })));
    expect(undoPlanOf(odd).changes).toMatchObject([{ payload: { notes: 'a' } }]);
  });

  it('leaves out what cannot be without its secret, and says so', () => {
    const kept = line(9, update(SITE, { notes: 'a' }));
    const held = 'It held a secret, which no journal keeps: set it by hand.';
    for (const undo of [
      create('org_wlans', { ssid: 'x', auth: { psk: LOST } }),
      update(SITE, { psk: LOST }),
      update(SITE, { notes: 'b', psk: LOST }, { mode: 'replace' }),
    ]) {
      const { changes, left_out } = undoPlanOf(record(line(1, undo), kept));
      expect(changes).toHaveLength(1);
      expect(left_out).toEqual([`Not taken back: change 1. ${held}`]);
    }
  });

  it('is none where nothing was done, or nothing can be taken back', () => {
    expect(() => undoPlanOf(record())).toThrow('The run run-1 changed nothing.');
    expect(() => undoPlanOf(record(line(1, undefined, { outcome: 'refused' })))).toThrow(
      'The run run-1 changed nothing.',
    );
    expect(() => undoPlanOf(record(line(1, undefined)))).toThrow(
      'Nothing of the run run-1 can be taken back. Not taken back: change 1. There is no way back through the API.',
    );
    expect(() => undoPlanOf(record(line(1, undefined, { reason: ALREADY })))).toThrow(
      /^Nothing of the run run-1 can be taken back\.$/,
    );
    expect(() => undoPlanOf(record(line(1, undefined, { outcome: 'unknown' })))).toThrow(/Nobody knows whether/);
  });
});
