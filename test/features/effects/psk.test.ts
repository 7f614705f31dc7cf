import { describe, expect, it } from 'vitest';
import type { Row } from '../../../simulator/json.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { keyFindings } from '../../../src/features/effects/checks/access/psk.ts';
import { verdictLine } from '../../../src/features/effects/index.ts';
import type { KeyChange, ObjectChange } from '../../../src/features/effects/model.ts';
import { update, useEffectStage } from './effect-stage.ts';

const stage = useEffectStage();

const key = (isMeant: (row: Row) => boolean): Row => {
  const row = stage.cloud.world.table('psks').find(isMeant);
  if (!row) throw new Error('the simulated cloud has no such key');
  return row;
};
const ofOrg = (): Row => key(({ ssid, site_id }) => ssid === 'Lakeside-IoT' && site_id === undefined);
const created = (after: JsonObject): ObjectChange => ({
  ...{ family: 'org_psks', id: undefined, org_id: String(ofOrg().org_id), site_id: undefined, before: undefined },
  after,
});

describe('a key of WLANs', () => {
  it('that changes tells the sites of its WLAN and who used it in the last hour', async () => {
    const { verdict, effect } = await stage.judged(update('org_psks', ofOrg(), { passphrase: 'another-one' }));
    expect(effect?.groups).toMatchObject([
      { subject: `key "${ofOrg().name}" passphrase`, was: '(secret)', becomes: 'another (secret)' },
    ]);
    expect(effect?.groups[0]?.sites.length).toBeGreaterThan(1);
    expect(JSON.stringify([verdict, effect?.groups])).not.toMatch(/another-one|demo-/);
    expect(['REVIEW', 'UNSAFE']).toContain(verdict.decision);
    expect(verdict.because[0]?.says).toMatch(/^Its passphrase changes: \d+ clients? on it in the last hour/);
    expect(stage.asked).toHaveLength(4);
  });

  it('that gets a note is a label, without a request', async () => {
    const { verdict } = await stage.judged(update('org_psks', ofOrg(), { note: 'x', email: 'a@b.example' }));
    expect([verdict.decision, stage.asked]).toEqual(['SAFE', []]);
  });

  it('that is new takes nothing from anybody, unless no WLAN has its name', async () => {
    const fresh = await stage.judged(
      created({ name: 'Guest bench', ssid: 'Lakeside-IoT', passphrase: 'x'.repeat(12) }),
    );
    expect([fresh.verdict.decision, fresh.verdict.because[0]?.level]).toEqual(['SAFE', 'note']);
    const lost = await stage.judged(created({ name: 'Guest bench', ssid: 'No-Such', passphrase: 'x'.repeat(12) }));
    expect(verdictLine(lost.verdict)).toBe('REVIEW: a key of a WLAN changes for those who use it');
    const onVlan = await stage.judged(created({ name: 'Guest bench', ssid: 'Lakeside-IoT', vlan_id: 77 }));
    expect([onVlan.verdict.decision, onVlan.verdict.notLooked]).toEqual([
      'REVIEW',
      ['Whether ports of access points carry VLAN 77 of key "Guest bench" was not computed.'],
    ]);
  });

  it('of one site is looked up at that site', async () => {
    const own = key(({ site_id }) => site_id !== undefined);
    const { verdict } = await stage.judged(update('site_psks', own, { usage: 'multi' }));
    expect(verdict.decision).toBe('REVIEW');
    expect(stage.asked.map((path) => path.replace(/\?.*$/, '').replace(/^.*[0-9a-f]{12}/, ''))).toEqual([
      '/wlans/derived',
      '/clients/search',
    ]);
  });

  it.each(['/clients/search', '/wlans', '/sites'])('is never safe to change where %s cannot be read', async (route) => {
    const undo = stage.cloud.fault({ kind: '500', match: `/api/v1/orgs/${ofOrg().org_id}${route}` });
    const { verdict } = await stage.judged(update('org_psks', ofOrg(), { role: 'guest' }));
    undo();
    expect(['REVIEW', 'UNKNOWN']).toContain(verdict.decision);
    expect(verdict.notLooked).toHaveLength(1);
  });
});

describe('what a change of a key comes to', () => {
  const NOW = 1_800_000_000;
  const row = { id: 'k', name: 'Till', ssid: 'IoT', passphrase: 'a' };
  const changed = (patch: JsonObject | undefined, before: JsonObject = row): KeyChange => ({
    ...{ id: 'k', org_id: 'o', name: 'Till', ssid: 'IoT', before, sites: ['North'] },
    after: patch && { ...before, ...patch },
    roots: Object.keys(patch ?? row),
  });
  const users = (...rows: readonly JsonObject[]) => ({ rows, ageSeconds: 0 });
  const levels = (one: KeyChange, reading = users({ mac: 'a', last_psk_id: 'k' })) =>
    keyFindings(one, reading, NOW).map(({ level }) => level);

  it('is a break for those who use it where they lose it, and a risk where nobody does', () => {
    for (const patch of [{ passphrase: 'b' }, { ssid: 'Other' }, { macs: ['x'] }, { expire_time: NOW - 1 }])
      expect([levels(changed(patch)), levels(changed(patch), users())], JSON.stringify(patch)).toEqual([
        ['break'],
        ['risk'],
      ]);
    expect(levels(changed(undefined))).toEqual(['break']);
  });

  it('does not count who has another key by now', () => {
    expect(levels(changed(undefined), users({ mac: 'a', last_psk_id: 'other' }))).toEqual(['risk']);
  });

  it('is a risk where it ends later, gives another role or another network', () => {
    for (const patch of [{ expire_time: NOW + 9999 }, { role: 'guest' }, { vlan_id: 40 }, { max_usage: 1 }])
      expect(levels(changed(patch)), JSON.stringify(patch)).toEqual(['risk']);
  });
});
