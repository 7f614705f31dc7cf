import { managementOf } from '../../configuration/index.ts';
import type { DeviceType, DeviceView } from '../device-view.ts';
import { byHolder, type DeviceEvidence } from '../holders.ts';
import type { Rule } from '../rule.ts';
import { listOf, recordOf, textOf } from '../values.ts';
import type { ConfigView } from '../view.ts';

const OVER = ['site_devices', 'site_settings'] as const;
const NEEDS = ['org_networktemplates', 'org_gatewaytemplates', 'org_deviceprofiles'] as const;

/** Looks at an attribute of the effective configuration of devices of some types. */
function* each(
  view: ConfigView,
  types: readonly DeviceType[],
  root: (device: DeviceView) => string,
  look: (value: unknown) => string | undefined,
): Iterable<DeviceEvidence> {
  for (const device of view.devices) {
    if (!types.includes(device.type)) continue;
    const name = root(device);
    if (device.isUndecided(name)) continue;
    const evidence = look(device.effective.config[name]);
    if (evidence !== undefined) yield { device, evidence, holder: device.sourceOf(name) ?? device.home };
  }
}

const emptyList =
  (name: string) =>
  (value: unknown): string | undefined =>
    listOf(value).length === 0 ? `no ${name}` : undefined;

/** Rules about how switches and gateways are managed. */
export const MANAGEMENT_RULES: readonly Rule[] = [
  {
    id: 'not-managed',
    severity: 'high',
    title: 'Mist does not configure the device: what is decided here does not reach it',
    over: ['site_devices'],
    *find(view) {
      for (const object of view.of('site_devices')) {
        if (managementOf(object.value) !== 'others') continue;
        const isTold = object.value.mist_configured === false;
        yield { object, evidence: isTold ? 'mist_configured off' : 'disable_auto_config' };
      }
    },
  },
  {
    id: 'no-root-password',
    severity: 'high',
    title: 'Devices have no root password',
    over: OVER,
    needs: NEEDS,
    find: (view) =>
      byHolder(
        view,
        each(
          view,
          ['switch', 'gateway'],
          ({ type }) => `${type}_mgmt`,
          (value) => (textOf(recordOf(value).root_password) === '' ? 'no root_password' : undefined),
        ),
      ),
  },
  {
    id: 'no-ntp',
    severity: 'medium',
    title: 'Devices have no time server',
    over: OVER,
    needs: NEEDS,
    find: (view) =>
      byHolder(
        view,
        each(view, ['switch', 'gateway'], () => 'ntp_servers', emptyList('ntp_servers')),
      ),
  },
  {
    id: 'no-dns',
    severity: 'medium',
    title: 'Devices have no name server',
    over: OVER,
    needs: NEEDS,
    find: (view) =>
      byHolder(
        view,
        each(view, ['switch', 'gateway'], () => 'dns_servers', emptyList('dns_servers')),
      ),
  },
  {
    id: 'no-syslog',
    severity: 'low',
    title: 'Switches send their log nowhere',
    over: OVER,
    needs: NEEDS,
    find: (view) =>
      byHolder(
        view,
        each(
          view,
          ['switch'],
          () => 'remote_syslog',
          (value) => (recordOf(value).enabled === true ? undefined : 'remote_syslog is off'),
        ),
      ),
  },
];
