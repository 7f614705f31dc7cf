import { isList, isRow, type Row, textOf } from '../json.ts';
import type { Device, DeviceType } from '../world/hardware.ts';
import { BAD_CABLE } from '../world/incidents.ts';
import { type Sum, seriesOf, sumOf } from '../world/sle.ts';
import { cablesOf } from '../world/wiring.ts';
import type { Question } from './question.ts';

/** One device of a question with its minutes over the window. */
export interface Impact extends Sum {
  readonly device: Device;
}

/** What the devices of the metric's own kind lost, the most hit first; those that lost nothing are left out. */
export function impactsOf(question: Question): Impact[] {
  const { call, level, grid, devices, part, classifier } = question;
  return devices
    .filter((device) => device.type === level.by)
    .map((device) => ({ device, ...sumOf(seriesOf(call.world, call.now, level, [device], grid, part), classifier) }))
    .filter((impact) => impact.degraded > 0)
    .sort((a, b) => b.degraded - a.degraded);
}

/** The frame around every list of what is impacted: one page that holds it all. */
export function listed(question: Question, key: string, rows: readonly Row[]): Row {
  const { call, level, classifier } = question;
  return {
    start: call.window.start,
    end: call.window.end,
    limit: 1000,
    page: 1,
    total_count: rows.length,
    metric: level.name,
    classifier: classifier ?? '',
    failure: '',
    [key]: rows,
  };
}

const minutes = ({ total, degraded }: Sum): Row => ({ total, degraded, duration: total });

/** Part of the minutes. */
export const portion = ({ total, degraded }: Sum, part: number): Sum => ({
  total: Math.round(total * part * 100) / 100,
  degraded: Math.round(degraded * part * 100) / 100,
});

const of = (question: Question, type: DeviceType): Impact[] => (question.level.by === type ? impactsOf(question) : []);

export const impactedAps = (question: Question): Row =>
  listed(
    question,
    'aps',
    of(question, 'ap').map((one) => ({ ap_mac: one.device.mac, name: one.device.name, ...minutes(one) })),
  );

export const impactedSwitches = (question: Question): Row =>
  listed(
    question,
    'switches',
    of(question, 'switch').map((one) => ({
      switch_mac: one.device.mac,
      name: one.device.name,
      switch_model: one.device.model,
      switch_version: one.device.version,
      interface: portsOf(question, one.device).map(([port]) => port),
      ...minutes(one),
    })),
  );

export const impactedGateways = (question: Question): Row =>
  listed(
    question,
    'gateways',
    of(question, 'gateway').map(({ device, total, degraded }) => ({
      gateway_mac: device.mac,
      name: device.name,
      gateway_model: device.model,
      gateway_version: device.version,
      total: Math.round(total),
      duration: Math.round(total),
      degraded,
    })),
  );

/** Ports that a device's losses fall on, with their share: a bad cable takes most, else the uplinks take all. */
export function portsOf({ call }: Question, device: Device): [string, number][] {
  if (device.type === 'gateway') return [['ge-0/0/0', 1]];
  const uplinks = cablesOf(call.world)
    .filter((cable) => cable.far.device.id === device.id)
    .map((cable) => cable.far.port);
  const [uplink = 'xe-0/1/0'] = uplinks;
  if (device.name !== BAD_CABLE.switch) return [[uplink, 1]];
  return [
    [BAD_CABLE.port, 0.85],
    [uplink, 0.15],
  ];
}

export const impactedInterfaces = (question: Question): Row =>
  listed(
    question,
    'interfaces',
    impactsOf(question)
      .filter((one) => one.device.type !== 'ap')
      .flatMap((one) =>
        portsOf(question, one.device).map(([port, part]) => ({
          interface_name: port,
          switch_mac: one.device.mac,
          switch_name: one.device.name,
          ...minutes(portion(one, part)),
        })),
      ),
  );

/** Members of a virtual chassis, or the one that a device is. */
function membersOf(device: Device): Row[] {
  const chassis = device.config.virtual_chassis;
  const members = isRow(chassis) && isList(chassis.members) ? chassis.members.filter(isRow) : [];
  return members.length > 0 ? members : [{ member_id: 0, vc_role: 'master' }];
}

export const impactedChassis = (question: Question): Row =>
  listed(
    question,
    'chassis',
    impactsOf(question)
      .filter((one) => one.device.type !== 'ap')
      .flatMap((one) =>
        membersOf(one.device).map((member, _index, all) => ({
          chassis: String(member.member_id ?? 0),
          role: textOf(member, 'vc_role'),
          switch_mac: one.device.mac,
          switch_name: one.device.name,
          ...minutes(portion(one, 1 / all.length)),
        })),
      ),
  );

/** Applications by their share of the traffic. */
const APPS: readonly (readonly [app: string, name: string, part: number])[] = [
  ['teams', 'Microsoft Teams', 0.5],
  ['zoom', 'Zoom', 0.3],
  ['salesforce', 'Salesforce', 0.2],
];

/** Applications that suffered; only the WAN's application health knows them. */
export function impactedApps(question: Question): Row {
  const impacts = question.level.name === 'application_health' ? impactsOf(question) : [];
  const sum = impacts.reduce((all, one) => ({ total: all.total + one.total, degraded: all.degraded + one.degraded }), {
    total: 0,
    degraded: 0,
  });
  const rows = (sum.degraded > 0 ? APPS : []).map(([app, name, part]) => ({
    app,
    name,
    threshold: question.level.threshold.standard,
    total: Math.round(sum.total * part),
    degraded: Math.round(sum.degraded * part),
    duration: Math.round(sum.total * part),
  }));
  return listed(question, 'apps', rows);
}
