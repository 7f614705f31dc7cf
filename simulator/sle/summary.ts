import type { Row } from '../json.ts';
import { textOf } from '../json.ts';
import type { WirelessClient } from '../world/clients.ts';
import { impactedGateways, impactedInterfaces, impactedSwitches, impactsOf } from './impact.ts';
import type { Question } from './question.ts';
import { type UserImpact, usersOf } from './users.ts';

/** Users grouped by something they have; each group is named by it. */
function grouped(
  users: readonly UserImpact[],
  key: string,
  of: (client: WirelessClient) => readonly [id: string, name: string],
): Row[] {
  const groups = new Map<string, { name: string; total: number; degraded: number }>();
  for (const { client, total, degraded } of users) {
    const [id, name] = of(client);
    const group = groups.get(id) ?? { name, total: 0, degraded: 0 };
    groups.set(id, { name, total: group.total + total, degraded: group.degraded + degraded });
  }
  return [...groups]
    .map(([id, { name, total, degraded }]) => ({
      [key]: id,
      name,
      total: Math.round(total),
      degraded: Math.round(degraded),
      duration: 0,
    }))
    .sort((a, b) => b.degraded - a.degraded);
}

const aps = (question: Question): Row[] =>
  impactsOf(question)
    .filter((one) => one.device.type === 'ap')
    .map(({ device, total, degraded }) => ({
      ap_mac: device.mac,
      name: device.name,
      total: Math.round(total),
      degraded: Math.round(degraded),
      duration: 0,
    }));

const listOf = (answer: Row, key: string): Row[string] => answer[key] ?? [];

/** What an answer about switches or gateways adds, where access points have nothing to say. */
function wired(question: Question): Record<string, () => Row[string]> {
  if (question.level.by === 'ap') return {};
  const interfaces = { interface: () => listOf(impactedInterfaces(question), 'interfaces') };
  return question.level.by === 'switch'
    ? { switch: () => listOf(impactedSwitches(question), 'switches'), ...interfaces }
    : { gateway: () => listOf(impactedGateways(question), 'gateways'), ...interfaces };
}

/**
 * Losses by access point, band, WLAN and kind of client; for metrics of switches and gateways by these. `fields` chooses
 * among them; what is always there stays, but empty.
 */
export function impactSummary(question: Question): Row {
  const { call, level, classifier } = question;
  const users = usersOf(question);
  const parts: Record<string, () => Row[string]> = {
    ap: () => aps(question),
    band: () => grouped(users, 'band', ({ radio }) => [radio.band, radio.band]),
    device_os: () => grouped(users, 'device_os', ({ machine }) => [machine.os, machine.os]),
    device_type: () => grouped(users, 'device_type', ({ machine }) => [machine.family, machine.family]),
    wlan: () => grouped(users, 'wlan_id', ({ wlan, ssid }) => [textOf(wlan, 'id'), ssid]),
  };
  const always = Object.fromEntries(Object.keys(parts).map((name) => [name, [] as const]));
  Object.assign(parts, wired(question));
  const wanted = call.query.fields?.split(',') ?? Object.keys(parts);
  const filled = wanted.map((name) => [name, parts[name]?.() ?? []] as const);
  return {
    start: call.window.start,
    end: call.window.end,
    metric: level.name,
    classifier: classifier ?? '',
    failure: '',
    ...always,
    ...Object.fromEntries(filled),
  };
}
