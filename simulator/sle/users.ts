import type { Row } from '../json.ts';
import { textOf } from '../json.ts';
import type { WirelessClient } from '../world/clients.ts';
import { type Endpoint, endpoints } from '../world/endpoints.ts';
import type { Device } from '../world/hardware.ts';
import { clientsOf, type Sum } from '../world/sle.ts';
import { type Impact, impactsOf, listed, portion, portsOf } from './impact.ts';
import type { Question } from './question.ts';

/** One wireless client with its minutes over the window. */
export interface UserImpact extends Sum {
  readonly client: WirelessClient;
}

/** What the wireless clients lost, the most hit first; none where the metric does not count users. */
export function usersOf(question: Question): UserImpact[] {
  const { level, call } = question;
  if (level.by !== 'ap' || !level.users) return [];
  return impactsOf({ ...question, part: 1 })
    .flatMap((impact) =>
      clientsOf(call.world, impact.device).map(({ client, part }) => ({ client, ...portion(impact, part) })),
    )
    .filter((one) => one.degraded > 0)
    .sort((a, b) => b.degraded - a.degraded);
}

export const impactedUsers = (question: Question): Row =>
  listed(
    question,
    'users',
    usersOf(question).map(({ client, total, degraded }) => ({
      mac: client.mac,
      name: client.hostname,
      ap_mac: client.ap.mac,
      ap_name: client.ap.name,
      ssid: client.ssid,
      wlan_id: textOf(client.wlan, 'id'),
      device_type: client.machine.family,
      device_os: client.machine.os,
      total,
      degraded,
      duration: total,
    })),
  );

/** The wired clients behind a device: those of a switch's ports, or all of a gateway's site. */
const behind = (question: Question, device: Device): Endpoint[] =>
  endpoints(question.call.world).filter((one) =>
    device.type === 'switch' ? one.device.id === device.id : one.device.siteId === device.siteId,
  );

/** Shares a device's losses among its clients: those on a port that has a share of its own, and the rest equally. */
function sharedOut(question: Question, impact: Impact): { one: Endpoint; sum: Sum }[] {
  const clients = behind(question, impact.device);
  const ports = new Map(portsOf(question, impact.device));
  const special = clients.filter((one) => ports.has(one.port));
  const taken = special.reduce((all, one) => all + (ports.get(one.port) ?? 0), 0);
  const rest = (1 - taken) / Math.max(1, clients.length - special.length);
  const total = 1 / Math.max(1, clients.length);
  return clients.map((one) => {
    const degraded = portion(impact, ports.get(one.port) ?? rest).degraded;
    return { one, sum: { total: Math.max(portion(impact, total).total, degraded), degraded } };
  });
}

export const impactedClients = (question: Question): Row =>
  listed(
    question,
    'clients',
    (question.level.by === 'ap' || !question.level.users ? [] : impactsOf(question))
      .flatMap((impact) => sharedOut(question, impact))
      .filter(({ sum }) => Math.round(sum.degraded) > 0)
      .sort((a, b) => b.sum.degraded - a.sum.degraded)
      .map(({ one, sum }) => ({
        mac: one.mac,
        name: one.hostname,
        total: Math.round(sum.total),
        degraded: Math.round(sum.degraded),
        duration: Math.round(sum.total),
        switches: [{ switch_mac: one.device.mac, switch_name: one.device.name, interfaces: [one.port] }],
      })),
  );
