import { describe, expect, it } from 'vitest';
import type { Row } from '../../../simulator/json.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { wxlanFindings } from '../../../src/features/effects/checks/access/wxlan.ts';
import type { WxlanChange } from '../../../src/features/effects/model.ts';
import { facts, rows } from './campus.ts';
import { update, useEffectStage } from './effect-stage.ts';

const stage = useEffectStage();

const ofOrg = ({ site_id }: Row): boolean => site_id === undefined;

describe('a rule of wireless access', () => {
  it('of a WLAN template tells the sites it is in force at and the clients there', async () => {
    const rule = stage.first('wxrules', (row) => ofOrg(row) && row.action === 'block');
    const { verdict, effect } = await stage.judged(update('org_wxrules', rule, { action: 'allow' }));
    expect(effect?.groups).toMatchObject([{ subject: 'rule 1 (allow) action', was: 'block', becomes: 'allow' }]);
    expect(effect?.groups[0]?.sites.length).toBeGreaterThan(1);
    expect(verdict.decision).toBe('REVIEW');
    expect(verdict.because[0]?.says).toMatch(
      /^It changes in action at \d+ sites: .*; how many wireless clients are there is not known\.$/,
    );
  });

  it('of one site asks that site alone', async () => {
    const rule = stage.first('wxrules', (row) => !ofOrg(row));
    const { verdict } = await stage.judged(update('site_wxrules', rule, { blocked_apps: [] }));
    expect([verdict.decision, verdict.because[0]?.says]).toEqual([
      'REVIEW',
      expect.stringMatching(/^It changes in blocked_apps at this site/),
    ]);
    expect(stage.asked.every((path) => path.includes(String(rule.site_id)))).toBe(true);
  });

  it('is never safe to change where its clients or its sites cannot be read', async () => {
    const rule = stage.first('wxrules', ofOrg);
    for (const match of [`/api/v1/orgs/${rule.org_id}/templates`, `/api/v1/orgs/${rule.org_id}/sites`]) {
      const undo = stage.cloud.fault({ kind: '500', match });
      const { verdict } = await stage.judged(update('org_wxrules', rule, { enabled: false }));
      undo();
      expect([verdict.decision, verdict.notLooked]).toEqual([
        'REVIEW',
        [expect.stringMatching(/^Where rule \d \(block\) is in force could not be read\.$/)],
      ]);
    }
  });

  it('that is off and stays so is a note', async () => {
    const rule = { ...stage.first('wxrules', (row) => !ofOrg(row)), enabled: false };
    const { verdict } = await stage.judged(update('site_wxrules', rule, { blocked_apps: [] }));
    expect([verdict.decision, verdict.notLooked]).toEqual(['SAFE', []]);
  });
});

describe('a label of wireless access', () => {
  it('names the rules and WLANs that use it', async () => {
    const tag = stage.first('wxtags', (row) => row.name === 'Contractors');
    const { verdict } = await stage.judged(update('org_wxtags', tag, { values: ['guest'] }));
    expect([verdict.decision, verdict.because[0]?.says]).toEqual([
      'REVIEW',
      'It changes in values; rule 1 (block) uses it.',
    ]);
  });

  it('that nothing of its site uses is safe to change; one of the organization may be used by a site', async () => {
    const tag = stage.first('wxtags', (row) => row.name === 'Reception AP');
    expect((await stage.judged(update('site_wxtags', tag, { values: [] }))).verdict.decision).toBe('SAFE');
    const unused = {
      ...stage.first('wxtags', (row) => row.name === 'Contractors'),
      id: '00000000-0000-4000-8000-000000000001',
    };
    const { verdict } = await stage.judged(update('org_wxtags', unused, { values: [] }));
    expect([verdict.decision, verdict.notLooked.join()]).toEqual([
      'REVIEW',
      'Whether rules of single sites use label "Contractors" was not looked at.',
    ]);
  });

  it('that is new or renamed is safe', async () => {
    const tag = stage.first('wxtags', (row) => row.name === 'Contractors');
    expect((await stage.judged(update('org_wxtags', tag, { name: 'Other' }))).verdict.decision).toBe('SAFE');
    const { id: _, ...fresh } = tag;
    const made = { ...update('org_wxtags', tag, {}), id: undefined, before: undefined, after: fresh };
    expect((await stage.judged(made)).verdict.decision).toBe('SAFE');
  });
});

it('a rule is told by the clients that it decides on where their rows say so', () => {
  const rule: WxlanChange = {
    ...{ kind: 'rule', id: 'r1', site_id: 's', subject: 'rule 1 (block)', uses: undefined, roots: ['action'] },
    ...{ before: { action: 'allow' }, after: { action: 'block' }, sites: [{ id: 's', name: 'North' }] },
  };
  const client = (wxrule_id: string | null): JsonObject => ({ mac: 'a', wxrule_id });
  const live = facts({ wirelessClients: rows([client('r1'), client('r1'), client(null)]) });
  expect(wxlanFindings(rule, [live])[0]?.says).toContain('it decides on 2 of 3 wireless clients there now');
});

describe('the clock of a site', () => {
  it('moves what goes by it, and is safe to set where nothing does', async () => {
    const site = stage.first('sites', (row) => row.name === 'Zurich HQ');
    const { verdict, effect } = await stage.judged(update('org_sites', site, { timezone: 'Europe/Lisbon' }));
    expect(effect?.groups).toMatchObject([{ subject: 'time zone', was: 'Europe/Zurich', becomes: 'Europe/Lisbon' }]);
    expect(verdict.because.map(({ check, level }) => `${check} ${level}`)).toContain('site.clock risk');
    const quiet = stage.cloud.world.table('site_settings').find((row) => row.site_id === site.id);
    const upgrade = quiet?.auto_upgrade;
    if (quiet) delete quiet.auto_upgrade;
    const again = await stage.judged(update('org_sites', site, { timezone: 'Europe/Lisbon' }));
    if (quiet && upgrade !== undefined) quiet.auto_upgrade = upgrade;
    expect(again.verdict.because.map(({ check, level }) => `${check} ${level}`)).not.toEqual(
      verdict.because.map(({ check, level }) => `${check} ${level}`),
    );
  });

  it('and its country are two things: the country restarts the radios, where no RF template has its own', async () => {
    const site = stage.first('sites', (row) => row.name === 'Zurich HQ');
    const change = update('org_sites', site, { country_code: 'DE' });
    expect((await stage.judged(change)).verdict.decision).toBe('SAFE');
    const template = stage.first('rftemplates', ({ id }) => id === site.rftemplate_id);
    const { country_code } = template;
    delete template.country_code;
    const { verdict, effect } = await stage.judged(change);
    if (country_code !== undefined) template.country_code = country_code;
    expect(effect?.groups.map(({ subject, was, becomes }) => `${subject} ${was} ${becomes}`)).toContain(
      'country_code CH DE',
    );
    expect(verdict.because.map(({ check }) => check)).toContain('radio');
  });
});
