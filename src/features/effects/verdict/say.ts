import type { Verdict } from '../finding.ts';
import type { Effect, EffectGroup } from '../model.ts';
import { countOf, listed, quotedName } from '../wording.ts';
import { reasonText, sitesText } from './decide.ts';

/** Reasons, effects and other sentences that are shown; the rest is counted. */
const MOST_REASONS = 6;
const MOST_EFFECTS = 4;
const MOST_OTHERS = 2;

/** What breaks or may break, in a few words, for the first line. */
const HEADLINES: Readonly<Record<string, string>> = {
  'link.lost': 'devices lose their only way up',
  'vlan.exit_lost': 'a VLAN no longer reaches its gateway',
  'ap.vlan_missing': 'a WLAN needs a VLAN that its access points do not get',
  'port.closed': 'ports in use are switched off',
  'poe.cut': 'devices lose their power',
  'port.settings': 'settings of ports in use change',
  'port.assumed': 'what ports become is not certain',
  'l3.gone': 'a network loses its router',
  'address.changed': 'addresses or leases of a device change',
  'network.overlap': 'two networks overlap',
  'dhcp.lost': 'a VLAN loses its DHCP server',
  'bgp.peer': 'a BGP session is touched',
  'gw.reference': 'a gateway names what is not there',
  'gw.policy': 'what gateways let through changes',
  'policy.order': 'one rule of a gateway hides another',
  'ospf.peer': 'a neighbor in OSPF is touched',
  'loop.new': 'a loop may be closed',
  'lag.broken': 'a bundle of ports comes apart',
  'stp.root': 'another switch becomes the root of spanning tree',
  'poe.budget': 'a switch may run out of power for its ports',
  'dhcp.scope': 'addresses that are leased do not fit',
  'gw.wan': 'a WAN connection is touched',
  'gw.lan': 'a LAN port of a gateway changes',
  'wlan.lost': 'access points lose a WLAN',
  'wlan.auth': 'how clients sign on to a WLAN changes',
  'wlan.open': 'a WLAN is open to anyone',
  'wlan.twice': 'two WLANs of one name meet',
  'wlan.settings': 'a WLAN changes for its clients',
  'device.settings': 'management, routing or services of devices change',
  'var.open': 'a variable has no value',
  'stp.protection': 'spanning tree is weakened towards a switch',
  'native.mismatch': 'both ends of a cable differ in their untagged VLAN',
  'line.mismatch': 'both ends of a cable differ',
  'dhcp.snooping': 'DHCP snooping shuts out the server',
  'client.moved': 'clients move to another VLAN',
  'device.management': 'Mist begins or ends to configure a device',
  'redundancy.lost': 'a second way is lost',
  'template.moved': 'switches change their template',
  wxlan: 'what wireless clients may reach changes',
  'site.clock': 'what goes by the clock of the site moves',
  psk: 'a key of a WLAN changes for those who use it',
  'nac.order': 'one access rule hides another',
  'nac.change': 'who may join the network changes',
  radio: 'radios restart',
};

function headline({ decision, because, notLooked, looked }: Verdict): string {
  const [first] = because.filter(({ level }) => level !== 'note');
  if (decision === 'SAFE')
    return looked.requests > 0 ? 'nothing that works now stops' : 'nothing that forwards traffic changes';
  if (decision === 'UNKNOWN') return 'what it does is not known everywhere';
  if (!first) return 'what changes is known, not all that it meets';
  const more = because.length > 1 ? `, and ${because.length - 1} more` : '';
  return `${HEADLINES[first.check] ?? 'a person should look at it'}${more}${notLooked.length > 0 ? '; not everything could be looked at' : ''}`;
}

/** The verdict in one line: `UNSAFE: devices lose their only way up`. */
export const verdictLine = (verdict: Verdict): string => `${verdict.decision}: ${headline(verdict)}`;

const placesText = ({ sites, devices }: EffectGroup): string => {
  const where = sitesText(sites);
  if (devices.length === 0) return where;
  const who =
    devices.length > 3
      ? countOf(devices.length, 'device')
      : listed(
          devices.map((name) => quotedName(name)),
          3,
        );
  return `${where}: ${who}`;
};

/** One group of the effect in a line: `"North": 2 devices: ge-0/0/40-43 trunk 10,40 → trunk 10`. */
export function effectText(group: EffectGroup): string {
  const { subject, was, becomes } = group;
  return `${placesText(group)}: ${subject} ${was ?? '(not there)'} → ${becomes ?? '(gone)'}`;
}

const some = (lines: readonly string[], most: number, noun: string): readonly string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most), `… and ${countOf(lines.length - most, `more ${noun}`)}`];

/** The same for lines, of which a last one takes no more room than the count of it. */
const someLines = (lines: readonly string[], most: number, noun: string): readonly string[] =>
  lines.length === most + 1 ? lines : some(lines, most, noun);

function lookedText({ looked }: Verdict): string {
  const { sites, devices, ports, clients, ageSeconds, requests } = looked;
  const live = ports + clients > 0 || ageSeconds !== undefined;
  const facts = live ? `, ${countOf(ports, 'port')} (${ageSeconds ?? 0} s old), ${countOf(clients, 'client')}` : '';
  return `Looked at: ${countOf(sites, 'site')}, ${countOf(devices, 'device')}${facts}; ${countOf(requests, 'request')}.`;
}

/** The first of some sentences behind their title. */
function oneLine(title: string, [first, ...others]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  return [`${title}: ${first}${others.length > 0 ? ` (and ${others.length} more)` : ''}`];
}

/** How much of each part is shown, from plenty to little. */
interface Limits {
  readonly reasons: number;
  readonly effects: number;
  readonly others: number;
}

const LIMITS: readonly [Limits, ...Limits[]] = [
  { reasons: MOST_REASONS, effects: MOST_EFFECTS, others: MOST_OTHERS },
  { reasons: 5, effects: 3, others: 2 },
  { reasons: 4, effects: 2, others: 2 },
  { reasons: 3, effects: 2, others: 1 },
  { reasons: 2, effects: 1, others: 1 },
];

const titled = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

const markOf = (level: string): string => (level === 'break' ? '✗' : level === 'risk' ? '!' : '·');

function linesWithin({ reasons, effects, others }: Limits, verdict: Verdict, effect: Effect | undefined) {
  const { because, wasSo, notLooked, looked } = verdict;
  const why = because.map((one) => `${markOf(one.level)} ${reasonText(one)}`);
  const groups = someLines((effect?.groups ?? []).map(effectText), effects, 'effect');
  return [
    ...titled('Why:', someLines(why, reasons, 'reason')),
    ...titled(
      'What changes in the network:',
      groups.map((line) => `• ${line}`),
    ),
    ...oneLine('Not changed', effect?.unchanged ?? []),
    ...oneLine('Was so before', wasSo),
    ...titled('Not known:', someLines(notLooked, others, 'sentence')),
    ...(looked.requests > 0 ? [lookedText(verdict)] : []),
  ];
}

/**
 * What follows the first line: reasons, effects, what was so before, what was not looked at, what was.
 *
 * @param most lines that there is room for; less of each part is shown where it would be more, but a little always
 */
export function verdictLines(
  verdict: Verdict,
  effect: Effect | undefined,
  most = Number.POSITIVE_INFINITY,
): readonly string[] {
  const all = LIMITS.map((limits) => linesWithin(limits, verdict, effect));
  return all.find((lines) => lines.length <= most) ?? all.at(-1) ?? [];
}

/** Longest sentence in the data of an assistant, in characters. */
const SENTENCE = 110;
const MOST_DATA = 3;

const short = (text: string): string => (text.length > SENTENCE ? `${text.slice(0, SENTENCE - 1)}…` : text);

/** The verdict as data for an assistant, within some 400 tokens; `decision` is the one field to act on. */
export function verdictData(verdict: Verdict, effect: Effect | undefined): object {
  const { decision, because, notLooked, wasSo, looked } = verdict;
  const groups = effect?.groups ?? [];
  const rest = because.length - MOST_DATA;
  return {
    decision,
    ...(because.length > 0
      ? {
          because: because.slice(0, MOST_DATA).map(({ check, level, certainty, sites, where, says }) => ({
            ...{
              check,
              level,
              sure: certainty,
              where: short(sites.length === 0 ? where : `${listed(sites, 3)}: ${where}`),
            },
            says: short(says),
          })),
        }
      : {}),
    ...(rest > 0 ? { more_reasons: rest } : {}),
    ...(groups.length > 0
      ? {
          effects: some(
            groups.map((one) => short(effectText(one))),
            MOST_DATA,
            'effect',
          ),
        }
      : {}),
    ...(effect && effect.unchanged.length > 0 ? { unchanged: effect.unchanged.slice(0, 1).map(short) } : {}),
    ...(notLooked.length > 0 ? { not_looked: some(notLooked.map(short), MOST_OTHERS, 'sentence') } : {}),
    ...(wasSo.length > 0 ? { before_already: wasSo.length } : {}),
    ...(looked.requests > 0
      ? {
          looked: {
            ...{ sites: looked.sites, devices: looked.devices, ports: looked.ports, clients: looked.clients },
            ...(looked.ageSeconds === undefined ? {} : { age_s: looked.ageSeconds }),
            requests: looked.requests,
          },
        }
      : {}),
  };
}
