import { groupBy } from '../../../core/group-by.ts';
import type { JsonObject } from '../../../core/json.ts';
import { quoted } from '../../changes/index.ts';
import type { DeviceView } from '../device-view.ts';
import { byHolder, type DeviceEvidence } from '../holders.ts';
import type { Evidence } from '../model.ts';
import type { Rule } from '../rule.ts';
import { listOf, recordOf, textOf } from '../values.ts';
import type { ConfigView } from '../view.ts';

const OVER = ['site_devices', 'site_settings', 'org_networktemplates'] as const;
const NEEDS = ['org_networktemplates', 'org_deviceprofiles'] as const;

/** A port usage that stands in the effective configuration of a switch. */
interface Usage {
  readonly name: string;
  readonly value: JsonObject;
  readonly device: DeviceView;
}

const switchesOf = (view: ConfigView): readonly DeviceView[] => view.devices.filter(({ type }) => type === 'switch');

/** What a rule sees in a port usage: words, and what its attributes should be. */
type Look = (usage: Usage) => { readonly evidence: string; readonly set?: JsonObject } | undefined;

/** Looks at every port usage of every switch; one of which nobody can tell whose it is, is left out. */
function* eachUsage(view: ConfigView, look: Look): Iterable<DeviceEvidence> {
  for (const device of switchesOf(view))
    for (const [name, value] of Object.entries(recordOf(device.effective.config.port_usages))) {
      if (device.isUndecided('port_usages', name)) continue;
      const found = look({ name, value: recordOf(value), device });
      const holder = found && device.sourceOf('port_usages', name);
      if (found && holder)
        yield {
          ...{ device, holder },
          evidence: `port_usages.${quoted(name, 40).slice(1, -1)}: ${found.evidence}`,
          payload: found.set && { port_usages: { [name]: found.set } },
        };
    }
}

/** An access point is the edge of the network although its port is a trunk: so is the usage that Mist itself has for it. */
const AP = 'ap';

const isAccess = ({ value }: Usage): boolean => value.mode === 'access';
const isTrunk = ({ value, name }: Usage): boolean => value.mode === 'trunk' || name === 'uplink';

const usageRule = (row: Omit<Rule, 'find' | 'over' | 'needs'>, look: Look): Rule => ({
  ...row,
  ...{ over: OVER, needs: NEEDS },
  find: (view) => byHolder(view, eachUsage(view, look)),
});

function networkIsDefault({ value, device }: Usage): string | undefined {
  const name = textOf(value.port_network);
  if (name === 'default') return 'port_network default';
  const network = recordOf(recordOf(device.effective.config.networks)[name]);
  return name !== '' && !device.isUndecided('networks', name) && textOf(network.vlan_id) === '1'
    ? `port_network ${quoted(name, 40)} is VLAN 1`
    : undefined;
}

/** Rules about ports of switches. */
export const PORT_RULES: readonly Rule[] = [
  usageRule(
    { id: 'access-in-default-vlan', severity: 'medium', title: 'Access ports are in the default VLAN' },
    (usage) => {
      const evidence = isAccess(usage) ? networkIsDefault(usage) : undefined;
      return evidence === undefined ? undefined : { evidence };
    },
  ),
  usageRule(
    { id: 'access-without-stp', severity: 'high', title: 'Access ports take no part in spanning tree: a loop stays' },
    (usage) =>
      isAccess(usage) && usage.value.stp_disable === true
        ? { evidence: 'stp_disable', set: { stp_disable: false } }
        : undefined,
  ),
  usageRule(
    {
      id: 'access-without-edge',
      severity: 'medium',
      title: 'Access ports are no STP edge: nothing guards them from a switch',
    },
    (usage) =>
      isAccess(usage) && usage.value.stp_edge !== true && usage.value.stp_disable !== true
        ? { evidence: 'no stp_edge', set: { stp_edge: true } }
        : undefined,
  ),
  usageRule(
    { id: 'trunk-as-edge', severity: 'high', title: 'Trunks are an STP edge: a loop through them is seen late' },
    (usage) =>
      isTrunk(usage) && usage.name !== AP && usage.value.stp_edge === true
        ? { evidence: 'mode trunk, stp_edge', set: { stp_edge: false } }
        : undefined,
  ),
  usageRule(
    { id: 'trunk-blocks-dhcp', severity: 'high', title: 'Trunks drop the answers of DHCP servers behind them' },
    (usage) =>
      isTrunk(usage) && usage.value.allow_dhcpd === false
        ? { evidence: 'allow_dhcpd off', set: { allow_dhcpd: true } }
        : undefined,
  ),
  usageRule({ id: 'no-storm-control', severity: 'low', title: 'Access ports have no storm control' }, (usage) =>
    isAccess(usage) && Object.keys(recordOf(usage.value.storm_control)).length === 0
      ? { evidence: 'no storm_control' }
      : undefined,
  ),
  usageRule(
    {
      id: 'mac-limit-at-access-point',
      severity: 'medium',
      title: 'Ports of access points have a MAC limit, which their clients use up',
    },
    (usage) =>
      usage.name === AP && Number(usage.value.mac_limit) > 0
        ? { evidence: `mac_limit ${textOf(usage.value.mac_limit)}`, set: { mac_limit: 0 } }
        : undefined,
  ),
  usageRule(
    { id: 'mac-limit-beside-802.1x', severity: 'medium', title: 'Ports count MACs although 802.1X decides who joins' },
    (usage) => {
      const both = ['mac_limit', 'persist_mac'].filter(
        (name) => usage.value[name] === true || Number(usage.value[name]) > 0,
      );
      return usage.value.port_auth === 'dot1x' && both.length > 0
        ? { evidence: `port_auth dot1x, ${both.join(', ')}` }
        : undefined;
    },
  ),
  {
    id: 'reauth-interval',
    severity: 'low',
    title: 'Ports authenticate anew too often, or too seldom',
    over: OVER,
    needs: NEEDS,
    limits: { from_seconds: 21_600, to_seconds: 43_200 },
    find: (view, { from_seconds: from = 21_600, to_seconds: to = 43_200 }) =>
      byHolder(
        view,
        eachUsage(view, ({ value }) => {
          const seconds = Number(textOf(value.reauth_interval) || Number.NaN);
          return value.port_auth === 'dot1x' && (seconds < from || seconds > to)
            ? { evidence: `reauth_interval ${seconds}` }
            : undefined;
        }),
      ),
  },
];

function* snooping(view: ConfigView, look: (value: JsonObject) => string | undefined): Iterable<DeviceEvidence> {
  for (const device of switchesOf(view)) {
    if (device.isUndecided('dhcp_snooping')) continue;
    const evidence = look(recordOf(device.effective.config.dhcp_snooping));
    const payload = { dhcp_snooping: { enabled: true, all_networks: true } };
    if (evidence !== undefined)
      yield { device, evidence, payload, holder: device.sourceOf('dhcp_snooping') ?? device.home };
  }
}

/** Priority of a bridge: `4k`, `32k` or a number; what is none counts as the usual one. */
function priorityOf({ effective }: DeviceView): number {
  const text = textOf(recordOf(effective.config.stp_config).bridge_priority);
  const [, digits, kilo] = /^(\d+)(k?)$/i.exec(text) ?? [];
  if (digits === undefined) return DEFAULT_PRIORITY;
  return Number(digits) * (kilo === '' ? 1 : 1024);
}

const DEFAULT_PRIORITY = 32_768;

function* roots(view: ConfigView): Iterable<Evidence> {
  for (const switches of groupBy(switchesOf(view), ({ site }) => site.site.path).values()) {
    const site = switches[0]?.site.site;
    if (!site || switches.length < 2 || switches.some((one) => one.isUndecided('stp_config'))) continue;
    const lowest = Math.min(...switches.map(priorityOf));
    const at = switches.filter((one) => priorityOf(one) === lowest).map(({ device }) => quoted(device.name, 40));
    if (lowest >= DEFAULT_PRIORITY)
      yield { object: site, evidence: `none of ${switches.length} switches is below 32k` };
    else if (at.length > 1) yield { object: site, evidence: `${at.slice(0, 3).join(', ')} have the same lowest` };
  }
}

/** Rules about switches as a whole. */
export const SWITCH_RULES: readonly Rule[] = [
  {
    id: 'no-dhcp-snooping',
    severity: 'medium',
    title: 'Switches let anybody answer as a DHCP server',
    over: OVER,
    needs: NEEDS,
    find: (view) =>
      byHolder(
        view,
        snooping(view, ({ enabled }) => (enabled === true ? undefined : 'dhcp_snooping is off')),
      ),
  },
  {
    id: 'dhcp-snooping-nowhere',
    severity: 'high',
    title: 'DHCP snooping is on for no network',
    over: OVER,
    needs: NEEDS,
    find: (view) =>
      byHolder(
        view,
        snooping(view, ({ enabled, all_networks: all, networks }) =>
          enabled === true && all !== true && listOf(networks).length === 0
            ? 'enabled, neither all_networks nor networks'
            : undefined,
        ),
      ),
  },
  {
    id: 'no-root-bridge',
    severity: 'low',
    title: 'Nobody decided which switch of the site is the root of spanning tree',
    over: ['org_sites', 'site_devices'],
    needs: NEEDS,
    find: roots,
  },
];
