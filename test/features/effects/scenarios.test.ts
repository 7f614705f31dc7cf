import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/features/effects/facts.ts';
import type { Verdict } from '../../../src/features/effects/finding.ts';
import type { Effect, SiteEffect } from '../../../src/features/effects/model.ts';
import { verdictOf } from '../../../src/features/effects/verdict/decide.ts';
import { judgeSite } from '../../../src/features/effects/verdict/judge-site.ts';
import {
  AP1,
  access,
  accessPoint,
  apPort,
  core,
  corpWlan,
  desk,
  effectOn,
  facts,
  gateway,
  guestWlan,
  looked,
  networks,
  PORTS,
  portsChanged,
  rows,
  SECOND_UPLINK,
  site,
  up,
  usageChanged,
  wirelessRows,
  wlan,
} from './campus.ts';

function verdict(effect: SiteEffect, live: Facts = facts(), more: Partial<Effect> = {}): Verdict {
  const judgment = { site: effect.after.name, ...judgeSite(effect, live) };
  return verdictOf({ ...effectOn(effect), ...more }, { judgments: [judgment], looked });
}

const checksOf = ({ because }: Verdict): readonly string[] => because.map(({ check }) => check);
const says = (found: Verdict, check: string): string =>
  found.because
    .filter((one) => one.check === check)
    .map((one) => `${one.where}: ${one.says}`)
    .join('\n');

const wlansChanged = (after: readonly (typeof corpWlan)[], base = site()): SiteEffect => ({
  before: base,
  after: { ...base, wlans: after },
});

describe('the campus', () => {
  it('1: moves twenty clients of a profile to another VLAN, which is for a person to judge', () => {
    const found = verdict(usageChanged('desk', (one) => ({ ...one, untagged: 40 })));
    expect(found.decision).toBe('REVIEW');
    expect(says(found, 'client.moved')).toBe('ACC1 ge-0/0/0-19: VLAN 10 → 40: 20 clients move and need a new address.');
  });

  const closed = { 'xe-0/1/0': { ...up, isDisabled: true } };

  it('2: is unsafe where the only way up is switched off', () => {
    const found = verdict(portsChanged(closed));
    expect(found.decision).toBe('UNSAFE');
    expect(says(found, 'link.lost')).toBe(
      'ACC1 xe-0/1/0: The only way up is cut for 1 switch and 1 access point ("ACC1", "AP1"); 20 wired clients there now.',
    );
  });

  it('3: asks for a review where a second way remains', () => {
    const found = verdict(portsChanged(closed), facts({ ports: rows(SECOND_UPLINK) }));
    expect([found.decision, checksOf(found).includes('link.lost')]).toEqual(['REVIEW', false]);
    expect(says(found, 'redundancy.lost')).toMatch(/another way remains/);
  });

  const onlyCorp = usageChanged('ap', (one) => ({ ...one, tagged: new Set([10]) }));

  it('4: is unsafe where an access point loses the VLAN of a WLAN that nobody uses now', () => {
    const found = verdict(onlyCorp);
    expect(found.decision).toBe('UNSAFE');
    expect(says(found, 'ap.vlan_missing')).toBe(
      'ACC1 ge-0/0/40: does not carry VLAN 40, which WLAN "Guest" needs at "AP1".',
    );
  });

  it('5: asks for a review where labels decide which access points have the WLAN', () => {
    const base = site({ accessPoints: [accessPoint({ wlans: new Set(['w-corp']), perhaps: new Set(['w-guest']) })] });
    const found = verdict(usageChanged('ap', (one) => ({ ...one, tagged: new Set([10]) }), base));
    expect([found.decision, found.because[0]?.check, found.because[0]?.certainty]).toEqual([
      'REVIEW',
      'ap.vlan_missing',
      'likely',
    ]);
  });

  it('6: asks for a review where the port of the access point is not managed', () => {
    const live = facts({
      ports: rows(PORTS.filter((row) => row.port_id !== 'ge-0/0/40')),
      devices: rows([{ mac: AP1, type: 'ap', status: 'connected', lldp_stat: { chassis_id: '0000000000ff' } }]),
      wirelessClients: rows(wirelessRows(5)),
    });
    const moved = wlan('w-guest', 'Guest', 20);
    const found = verdict(wlansChanged([corpWlan, moved]), live);
    expect(found.decision).toBe('REVIEW');
    expect(found.notLooked.join()).toMatch(/Which switch port "AP1" hangs on is not known/);
    expect(says(found, 'wlan.settings')).toMatch(/VLAN 40 → 20: 5 clients move/);
  });

  it('7: is unsafe where the port to the core becomes an edge port', () => {
    const found = verdict(usageChanged('up', (one) => ({ ...one, stp: { isEdge: true, isDisabled: false } })));
    expect(found.decision).toBe('UNSAFE');
    expect(says(found, 'stp.protection')).toMatch(/^ACC1 xe-0\/1\/0: The port to switch "CORE" becomes an edge port/m);
  });

  it('8: is safe where a description changes alone', () => {
    const found = verdict(
      portsChanged({ 'ge-0/0/7': { ...desk, labels: { description: 'till 7' }, source: 'device' } }),
    );
    expect(found).toMatchObject({ decision: 'SAFE', because: [] });
  });

  const openVoice = (): SiteEffect => {
    const phone = { ...desk, usage: 'phone', untagged: 20 };
    const base = site({
      switches: [
        core(),
        access({
          ports: new Map([
            ['ge-0/0/0', phone],
            ['xe-0/1/0', up],
          ]),
        }),
      ],
    });
    const open = access({
      ports: new Map([
        ['ge-0/0/0', { ...phone, untagged: '{{voice_vlan}}' }],
        ['xe-0/1/0', up],
      ]),
      networks: networks({ voice: '{{voice_vlan}}' }),
      openVariables: new Map([['voice_vlan', 'networks.voice.vlan_id']]),
    });
    return { before: base, after: { ...base, switches: [core(), open] } };
  };

  it('9: is unsafe where a variable that phones depend on has no value', () => {
    const found = verdict(openVoice());
    expect(found.decision).toBe('UNSAFE');
    expect(says(found, 'var.open')).toMatch(
      /^ACC1: \{\{voice_vlan\}\} in networks\.voice\.vlan_id has no value; 1 client/,
    );
  });

  it('10: is safe where no site comes out otherwise', () => {
    expect(verdictOf(effectOn(), { judgments: [], looked }).decision).toBe('SAFE');
  });

  it('11: is unsafe where a WLAN with clients is taken from a site, and not where nobody is on it', () => {
    const base = site();
    const taken: SiteEffect = {
      before: base,
      after: { ...base, wlans: [guestWlan], accessPoints: [accessPoint({ wlans: new Set(['w-guest']) })] },
    };
    const found = verdict(taken, facts({ wirelessClients: rows(wirelessRows(9, 'w-corp', '10')) }));
    expect(found.decision).toBe('UNSAFE');
    expect(says(found, 'wlan.lost')).toBe('WLAN "Corp": It goes at 1 access point; 9 clients on it now.');
    expect(verdict(taken).decision).toBe('REVIEW');
  });

  it('12: asks for a review where a second WLAN of the name differs in sign-on and VLAN', () => {
    const base = site();
    const second = wlan('w-new', 'Corp', 20);
    const aps = [accessPoint({ wlans: new Set(['w-corp', 'w-guest', 'w-new']) })];
    const both: SiteEffect = {
      before: base,
      after: { ...base, wlans: [...base.wlans, second], accessPoints: aps, switches: [core(), carrying(20)] },
    };
    const found = verdict(both);
    expect(found.decision).toBe('REVIEW');
    expect(says(found, 'wlan.twice')).toMatch(/eap, VLAN 10; psk, VLAN 20/);
  });

  const opened = (): SiteEffect => {
    const iot = wlan('w-guest', 'IoT', 40);
    const config = { ...iot.config, auth: { type: 'open' }, isolation: false };
    const base = site({ wlans: [corpWlan, { ...iot, config: { ...iot.config, isolation: false } }] });
    return wlansChanged([corpWlan, { ...iot, config }], base);
  };

  it('13: asks for a review where a WLAN becomes open, and is unsafe with clients on it', () => {
    const found = verdict(opened());
    expect([found.decision, checksOf(found).includes('wlan.open')]).toEqual(['REVIEW', true]);
    expect(verdict(opened(), facts({ wirelessClients: rows(wirelessRows(3)) })).decision).toBe('UNSAFE');
  });

  it('14: is not known where sites were not computed, and unsafe where one of those read draws power', () => {
    const notComputed = ['440 sites: what they make of it was not computed (limit of 200 sites).'];
    const off = (usage: string) => usageChanged(usage, (one) => ({ ...one, isPoweringDisabled: true }));
    const found = verdict(off('desk'), facts(), { notComputed });
    expect([found.decision, found.notLooked]).toEqual(['UNKNOWN', notComputed]);
    expect(verdict(off('ap'), facts(), { notComputed }).decision).toBe('UNSAFE');
  });

  const withPeer = (neighbors: object) =>
    gateway({ config: { ...gateway().config, bgp_config: { up: { local_as: 65_000, neighbors } } } });
  const peerGone = (): SiteEffect => {
    const base = site({ gateways: [withPeer({ '192.0.2.1': { neighbor_as: 65_100 } })] });
    return { before: base, after: { ...base, gateways: [withPeer({})] } };
  };

  it('15: is unsafe where a live BGP peer goes, and asks for a review where peers cannot be read', () => {
    const live = rows([{ protocol: 'bgp', mac: gateway().mac, neighbor: '192.0.2.1', state: 'established', up: true }]);
    expect(verdict(peerGone(), facts({ peers: live })).decision).toBe('UNSAFE');
    const blind = verdict(peerGone(), facts({ peers: { failed: 'HTTP 403' } }));
    expect([blind.decision, blind.notLooked]).toEqual(['REVIEW', ['"North": Routing peers were not read: HTTP 403.']]);
  });

  const carrying = (vlan: number) =>
    access({
      ports: new Map(
        [...access().ports].map(([name, one]) => [
          name,
          one.usage === 'ap' ? { ...apPort, tagged: new Set([10, 40, vlan]) } : one,
        ]),
      ),
    });
  const pairs: readonly (readonly [string, SiteEffect])[] = [
    ['1', usageChanged('desk', (one) => ({ ...one, untagged: 40 }))],
    ['2', portsChanged(closed)],
    ['4', onlyCorp],
    ['7', usageChanged('up', (one) => ({ ...one, stp: { isEdge: true, isDisabled: false } }))],
    ['9', openVoice()],
    ['13', opened()],
    ['14', usageChanged('ap', (one) => ({ ...one, isPoweringDisabled: true }))],
    ['15', peerGone()],
  ];

  it.each(pairs)('%s: what was so before the change does not count for it', (_, { after }) => {
    const found = verdict({ before: after, after });
    expect(found).toMatchObject({ decision: 'SAFE', because: [] });
  });

  const empty = { failed: 'the API counts 20 rows and gave none' };
  it.each(pairs)('%s: is never safe with facts that cannot be read', (_, effect) => {
    const blind = { ports: empty, devices: empty, wiredClients: empty, wirelessClients: empty, peers: empty };
    expect(verdict(effect, blind).decision).not.toBe('SAFE');
    expect(JSON.stringify(verdict(effect, blind))).not.toMatch(/\b0 (?:wired )?clients/);
  });

  it('counts a violation of before for nothing, and tells it', () => {
    const broken = site({ wlans: [corpWlan, guestWlan, wlan('w-pos', 'POS', 15)] });
    const base = { ...broken, accessPoints: [accessPoint({ wlans: new Set(['w-corp', 'w-guest', 'w-pos']) })] };
    const found = verdict(portsChanged({ 'ge-0/0/30': { ...desk, untagged: 40 } }, base));
    expect(found.decision).toBe('SAFE');
    expect(found.wasSo.join()).toMatch(/does not carry VLAN 15, which WLAN "POS" needs/);
  });
});
