import { describe, expect, it } from 'vitest';
import type { FactName, Facts } from '../../../src/features/effects/facts.ts';
import type { Check, Finding } from '../../../src/features/effects/finding.ts';
import type { SiteEffect, SwitchState } from '../../../src/features/effects/model.ts';
import { applicable, judgeSite, neededFacts } from '../../../src/features/effects/verdict/judge-site.ts';
import {
  ACC,
  access,
  accessPoint,
  CORE,
  core,
  deviceRows,
  facts,
  gateway,
  guestWlan,
  portsChanged,
  rows,
  site,
  up,
  wlan,
} from './campus.ts';

const finding = (says: string, over: Partial<Finding> = {}): Finding => ({
  ...{ check: 'of.test', level: 'risk', certainty: 'certain', where: 'ACC1', says },
  ...over,
});

/** A check that says the given of a site as it is after. */
const checkOf = (run: (effect: SiteEffect, live: Facts) => readonly Finding[], over: Partial<Check> = {}): Check => ({
  ...{ name: 'of.test', needs: [], reads: [], applies: () => true, run },
  ...over,
});

const nothing: SiteEffect = { before: site(), after: site() };
const switches = (...after: readonly SwitchState[]): SiteEffect => ({
  before: site({ switches: [core(), access()] }),
  after: site({ switches: after }),
});
const missing = (effect: SiteEffect, live: Facts, ...checks: readonly Check[]): readonly string[] =>
  judgeSite(effect, live, checks).insufficient;

describe('the judgment of a site', () => {
  it('marks what a check says of the site as it was, with the same values, and nothing else', () => {
    const [before, after] = [site({ name: 'A' }), site({ name: 'B' })];
    const of = (says: (effect: SiteEffect) => readonly Finding[]) =>
      judgeSite({ before, after }, {}, [checkOf(says)]).findings.map(({ wasSo }) => wasSo === true);
    expect(of(() => [finding('same')])).toEqual([true]);
    expect(of(({ after: { name } }) => [finding(name)])).toEqual([false]);
    expect(of(({ after: { name } }) => [finding('x', { where: name })])).toEqual([false]);
    expect(of(({ after: { name } }) => [finding('x', { level: name === 'B' ? 'break' : 'risk' })])).toEqual([false]);
    expect(of(({ after: { name } }) => [finding('x', { check: name })])).toEqual([false]);
    // How sure it is changes nothing of what was so.
    expect(of(({ after: { name } }) => [finding('x', { certainty: name === 'B' ? 'likely' : 'certain' })])).toEqual([
      true,
    ]);
  });

  it('runs the checks that apply, and no others', () => {
    const idle = checkOf(() => [finding('x')], { applies: () => false, needs: ['ports'] });
    expect(judgeSite(nothing, {}, [idle])).toEqual({ findings: [], insufficient: [], unmodeled: [] });
    expect(applicable(nothing, [idle])).toEqual([]);
    expect([...neededFacts(nothing, [idle, checkOf(() => [], { needs: ['peers', 'ports'] })])]).toEqual([
      'peers',
      'ports',
    ]);
  });

  it.each([
    ['ports', 'Port statistics'],
    ['devices', 'Device statistics'],
    ['wiredClients', 'Wired clients'],
    ['wirelessClients', 'Wireless clients'],
    ['peers', 'Routing peers'],
    ['nacCounts', 'Counts of access rules'],
  ] as const)('says of %s that they were not read, and why', (name, words) => {
    const check = checkOf(() => [], { needs: [name] });
    expect(missing(nothing, { [name]: { failed: 'HTTP 403' } }, check)).toEqual([`${words} were not read: HTTP 403.`]);
    expect(missing(nothing, {}, check, check)).toEqual([`${words} were not read: they were not read.`]);
    expect(missing(nothing, { [name]: rows([]) }, check)).toEqual([]);
  });

  it('names no count where the rows behind it could not be read', () => {
    const says = '0 clients, 0 wired clients and 10 clients';
    const of = (needs: readonly FactName[], live: Facts) =>
      judgeSite(nothing, live, [checkOf(() => [finding(says)], { needs })]).findings[0]?.says;
    const blind = 'an unknown number of clients, an unknown number of wired clients and 10 clients';
    expect(of(['wiredClients', 'ports'], { ports: rows([]) })).toBe(blind);
    expect(of(['ports'], { ports: rows([]) })).toBe(says);
    expect(of([], {})).toBe(says);
  });

  it('says what a check lacks once, beside what it found', () => {
    const lacking = (words: string | undefined) => checkOf(() => [finding('x')], { lacks: () => words });
    const found = judgeSite(nothing, {}, [
      lacking('Nothing says where VLAN 7 leaves'),
      lacking('Nothing says where VLAN 7 leaves'),
    ]);
    expect(found.insufficient).toEqual(['Nothing says where VLAN 7 leaves.']);
    expect(found.findings).toHaveLength(2);
    expect(missing(nothing, {}, lacking(undefined))).toEqual([]);
  });

  it('keeps what other checks found where one crashes', () => {
    const crashing = checkOf(() => {
      throw new Error('x');
    });
    const found = judgeSite(nothing, {}, [crashing, checkOf(() => [finding('y')])]);
    expect(found.insufficient).toEqual(['The check of.test failed.']);
    expect(found.findings.map(({ says }) => says)).toEqual(['y']);
  });
});

describe('attributes that nothing judges', () => {
  const changed = (config: SwitchState['config']): SiteEffect => switches(core(), access({ config }));

  it('are named, unless a check reads them', () => {
    expect(judgeSite(changed({ scripts: ['x'] }), {}, []).unmodeled).toEqual(['switch scripts']);
    expect(
      judgeSite(changed({ scripts: ['x'] }), {}, [checkOf(() => [], { reads: ['switch:scripts'] })]).unmodeled,
    ).toEqual([]);
    expect(
      judgeSite(changed({ scripts: ['x'] }), {}, [checkOf(() => [], { reads: ['gateway:scripts'] })]).unmodeled,
    ).toEqual([...['switch scripts']]);
    expect(judgeSite(nothing, {}, []).unmodeled).toEqual([]);
  });

  it('are none that only people read', () => {
    const labels = {
      name: 'x',
      notes: 'y',
      map_id: 'z',
      x: 1,
      locked: true,
      image1_url: 'i',
      role: 'r',
      vars: { a: 1 },
    };
    expect(judgeSite(changed(labels), {}, []).unmodeled).toEqual([]);
  });

  it('are named of each kind of device, and of WLANs that were there before, in order and once', () => {
    const config = { ...guestWlan.config, interface: 'mxtunnel', band_steer: true };
    const effect: SiteEffect = {
      before: site(),
      after: site({
        switches: [core({ config: { scripts: 1 } }), access({ config: { scripts: 1 } })],
        gateways: [gateway({ config: { ...gateway().config, scripts: 2 } })],
        accessPoints: [accessPoint({ config: { scripts: 3 } })],
        wlans: [{ ...guestWlan, config }, wlan('w-new', 'New', 7, { config: { portal: {} } })],
      }),
    };
    expect(judgeSite(effect, {}, []).unmodeled).toEqual([
      ...['WLAN band_steer', 'WLAN interface', 'ap scripts', 'gateway scripts', 'switch scripts'],
    ]);
    const one = checkOf(() => [], { reads: ['wlan:interface'] });
    expect(judgeSite(effect, {}, [one]).unmodeled).not.toContain('WLAN interface');
    expect(judgeSite(effect, {}, [one]).unmodeled).toContain('WLAN band_steer');
    const all = checkOf(() => [], { reads: ['wlan:*'] });
    expect(judgeSite(effect, {}, [all]).unmodeled.filter((name) => name.startsWith('WLAN'))).toEqual([]);
  });
});

describe('devices that change', () => {
  const NOW = 1_800_000_000;
  const silent = (mac: string, seen: number, status = 'connected'): Facts =>
    facts({
      devices: rows(deviceRows(NOW).map((row) => (row.mac === mac ? { ...row, status, last_seen: seen } : row))),
    });
  const sentences = (effect: SiteEffect, live: Facts): readonly string[] =>
    judgeSite(effect, live, [], NOW).insufficient;
  const changed = switches(core(), access({ config: { notes: 'x' } }));

  it('are named where nothing was heard of them for a quarter of an hour', () => {
    const words =
      '"ACC1": not connected, so it gets the change when it returns, and what hangs there now is not known.';
    expect(sentences(changed, silent(ACC, NOW - 901))).toEqual([words]);
    expect(sentences(changed, silent(ACC, NOW - 10, 'disconnected'))).toEqual([words]);
    expect(sentences(changed, silent(ACC, NOW - 900))).toEqual([]);
    expect(sentences(changed, silent(CORE, NOW - 901))).toEqual([]);
    expect(sentences(nothing, silent(ACC, NOW - 901))).toEqual([]);
    expect(
      sentences(
        switches(core(), access(), access({ mac: 'ffffffffffff', name: 'NEW' })),
        facts({ devices: rows([{ mac: 'ffffffffffff' }]) }),
      ),
    ).toEqual([words.replace('ACC1', 'NEW')]);
    const both = switches(core({ config: { notes: 'y' } }), access({ config: { notes: 'x' } }));
    expect(sentences(both, facts({ devices: rows([{ mac: ACC }, { mac: CORE }]) }))[0]).toMatch(
      /^"CORE", "ACC1": not conn/,
    );
  });

  it('pass on their doubts, of several once and of three by number', () => {
    const doubts = ['A rule reads two ways.'];
    const of = (...after: readonly SwitchState[]) => sentences(switches(...after), {});
    expect(of(core(), access({ doubts }))).toEqual([]);
    expect(of(core(), access({ doubts, config: { notes: 'x' } }))).toEqual(['"ACC1": A rule reads two ways.']);
    expect(of(core({ doubts, config: { notes: 'x' } }), access({ doubts, config: { notes: 'x' } }))).toEqual([
      '"CORE", "ACC1": A rule reads two ways.',
    ]);
    const third = access({ mac: 'ffffffffffff', doubts });
    expect(of(core({ doubts, config: { n: 1 } }), access({ doubts, config: { n: 1 } }), third)).toEqual([
      '3 devices: A rule reads two ways.',
    ]);
    // Its configuration before is not known where it is new: all of it changes.
    expect(of(core(), access(), third)).toEqual(['"ACC1": A rule reads two ways.']);
  });

  it('are said to get it later where the site holds changes back, by each way in which it does', () => {
    const at = (config_push_policy: unknown, after = [core(), access({ config: { notes: 'x' } })]): readonly string[] =>
      sentences({ before: site(), after: site({ switches: after, setting: { config_push_policy } }) }, {});
    const later = (ways: string): readonly string[] => [
      `Devices get it later (config_push_policy.${ways}): what hangs there then is not known.`,
    ];
    expect(at({ no_push: true })).toEqual(later('no_push'));
    expect(at({ push_window: { enabled: true } })).toEqual(later('push_window'));
    expect(at({ no_push: true, push_window: { enabled: true } })).toEqual(later('no_push and push_window'));
    for (const policy of [undefined, {}, { no_push: false }, { no_push: 'true' }, { push_window: { enabled: false } }])
      expect(at(policy)).toEqual([]);
    expect(at({ no_push: true }, [core(), access()])).toEqual([]);
    const ap = {
      ...site({ setting: { config_push_policy: { no_push: true } } }),
      accessPoints: [accessPoint({ config: { led: {} } })],
    };
    expect(sentences({ before: site(), after: ap }, {})).toEqual([]);
  });

  it('are named where ports change and no port has fresh statistics', () => {
    const effect = portsChanged({ 'xe-0/1/0': { ...up, isDisabled: true } });
    const words = '"ACC1": no fresh port statistics, so what hangs there now is not known.';
    expect(sentences(effect, { ports: rows([]) })).toEqual([words]);
    expect(sentences(effect, { ports: rows([{ mac: ACC, port_id: 'ge-0/0/0', up: true }]) })).toEqual([]);
    expect(sentences(effect, {})).toEqual([]);
    expect(sentences(effect, { ports: { failed: 'x' } })).toEqual([]);
    expect(sentences(nothing, { ports: rows([]) })).toEqual([]);
  });
});
