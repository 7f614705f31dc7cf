import { describe, expect, it } from 'vitest';
import type { Row } from '../../../simulator/json.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { Assessment } from '../../../src/features/effects/index.ts';
import type { ObjectChange, PolicyState, SiteEffect } from '../../../src/features/effects/model.ts';
import { judgeSite } from '../../../src/features/effects/verdict/judge-site.ts';
import { facts, gateway, site } from './campus.ts';
import { update, useEffectStage } from './effect-stage.ts';

const stage = useEffectStage();

const first = (table: string, name: string): Row => stage.cloud.world.named(table, name);
const lines = ({ effect }: Assessment): string[] =>
  (effect?.groups ?? []).map(({ subject, was, becomes }) => `${subject}: ${was} → ${becomes}`);
const reasons = ({ verdict }: Assessment): string[] => verdict.because.map(({ check, level }) => `${check} ${level}`);

describe('what gateways let through', () => {
  it('changes with a policy of the organization, at the gateways that name it', async () => {
    const policy = first('servicepolicies', 'Staff to internet');
    const found = await stage.judged(update('org_servicepolicies', policy, { action: 'deny' }));
    expect(lines(found)).toEqual(['policy "Staff to internet": allow corp to any → deny corp to any']);
    expect(found.effect?.groups[0]?.devices.length).toBeGreaterThan(0);
    expect(found.effect?.unmodeled).toEqual([]);
    expect([found.verdict.decision, reasons(found)]).toEqual(['REVIEW', ['gw.policy risk']]);
  });

  it('changes with a service that policies name, and not with one that none does', async () => {
    const used = await stage.judged(update('org_services', first('services', 'payments'), { urls: ['other.example'] }));
    expect(lines(used)).toEqual(['service payments urls: ["pay.lakeside.example/api"] → ["other.example"]']);
    expect(used.verdict.decision).toBe('REVIEW');
    const unused = await stage.judged(update('org_services', first('services', 'video-meetings'), { apps: ['zoom'] }));
    expect([unused.verdict.decision, lines(unused)]).toEqual(['SAFE', []]);
  });

  it('breaks where what a policy names goes, or is called otherwise', async () => {
    const gone: ObjectChange = { ...update('org_services', first('services', 'payments'), {}), after: undefined };
    const found = await stage.judged(gone);
    expect([found.verdict.decision, found.verdict.because[0]?.says]).toEqual([
      'UNSAFE',
      'The service payments, which policy Tills to payments names, is not there any more.',
    ]);
    const renamed = await stage.judged(update('org_services', first('services', 'payments'), { name: 'pay' }));
    expect([renamed.verdict.decision, reasons(renamed)[0]]).toEqual(['UNSAFE', 'gw.reference break']);
  });

  it('changes with a network of the organization, by what differs in it', async () => {
    const found = await stage.judged(update('org_networks', first('networks', 'corp'), { isolation: true }));
    expect(lines(found)).toEqual(['network corp isolation: undefined → true']);
    expect(found.verdict.decision).toBe('REVIEW');
    const renamed = await stage.judged(update('org_networks', first('networks', 'corp'), { name: 'staff' }));
    expect(renamed.verdict.decision).toBe('UNSAFE');
    expect(reasons(renamed)).toContain('gw.reference break');
  });

  it('is not known on switches whose template imports the network', async () => {
    const templates = ['Campus Switching', 'Store Switching'].map((name) => first('networktemplates', name));
    for (const template of templates) template.import_org_networks = ['corp'];
    const found = await stage.judged(update('org_networks', first('networks', 'corp'), { vlan_id: 11 }));
    for (const template of templates) delete template.import_org_networks;
    expect([found.verdict.decision, found.verdict.notLooked[0]]).toEqual([
      'UNKNOWN',
      'Network template "Campus Switching" imports network "corp": what its switches get is not computed.',
    ]);
  });

  it('changes with a VPN that their paths and networks name, and breaks where that goes', async () => {
    const vpn = first('vpns', 'Lakeside Overlay');
    const changed = await stage.judged(update('org_vpns', vpn, { path_selection: { strategy: 'manual' } }));
    expect(lines(changed)[0]).toMatch(/^VPN Lakeside Overlay path_selection: /);
    expect(changed.verdict.decision).toBe('REVIEW');
    const gone = await stage.judged({ ...update('org_vpns', vpn, {}), after: undefined });
    expect([gone.verdict.decision, reasons(gone)[0]]).toEqual(['UNSAFE', 'gw.reference break']);
  });

  it('is not known where the services cannot be read', async () => {
    const policy = first('servicepolicies', 'Staff to internet');
    const undo = stage.cloud.fault({ kind: '500', match: `/api/v1/orgs/${policy.org_id}/services` });
    const found = await stage.judged(update('org_servicepolicies', policy, { action: 'deny' }));
    undo();
    expect(found.verdict.decision).toBe('UNKNOWN');
  });

  it('of a template names a path that is not there, with the rest of its policies as they were', async () => {
    const template = first('gatewaytemplates', 'SRX Branch');
    const entry = { name: 'New', action: 'allow', tenants: ['corp'], services: ['any'], path_preference: 'nowhere' };
    const service_policies = [...(template.service_policies as JsonObject[]), entry];
    const found = await stage.judged(update('org_gatewaytemplates', template, { service_policies }));
    expect(lines(found)).toEqual(['policy "New": undefined → allow corp to any']);
    expect(reasons(found)).toContain('gw.reference risk');
    expect(found.verdict.because.map(({ says }) => says).join()).toContain(
      'The path preference nowhere, which policy New names, is not there.',
    );
  });
});

describe('policy.order', () => {
  const rule = (name: string, action: string, tenants: string[], services: string[]): PolicyState => ({
    ...{ name, action, tenants, services, config: {} },
  });
  const allow = rule('Web', 'allow', ['corp'], ['http', 'dns']);
  const found = (before: readonly PolicyState[], after: readonly PolicyState[]) => {
    const effect: SiteEffect = {
      before: site({ gateways: [gateway({ policies: before })] }),
      after: site({ gateways: [gateway({ policies: after })] }),
    };
    return judgeSite(effect, facts()).findings.filter(({ check, wasSo }) => check === 'policy.order' && !wasSo);
  };

  it('tells a rule that refuses what one below it allows, and only that', () => {
    const deny = rule('Block', 'deny', ['corp', 'guest'], ['any']);
    expect(found([allow], [deny, allow]).map(({ says }) => says)).toEqual([
      'Policy "Block" refuses all that "Web" below it allows.',
    ]);
    expect(found([allow], [allow, deny])).toEqual([]);
    expect(found([allow], [rule('Part', 'deny', ['corp'], ['http']), allow])).toEqual([]);
    expect(found([allow], [rule('Else', 'deny', ['guest'], ['any']), allow])).toEqual([]);
    expect(found([deny, allow], [deny, { ...allow, config: { idp: true } }])).toEqual([]);
  });
});
