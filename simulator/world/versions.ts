import type { Row } from '../json.ts';
import { deviceModels } from './constants/models.ts';
import { RELEASES } from './hardware.ts';

/** A release before and one after the current, by the first digits of the current. */
const AROUND: Readonly<Record<string, readonly [older: string, newer: string]>> = {
  '0.14': ['0.14.28750', '0.14.30011'],
  '0.15': ['0.15.29877', '0.15.30340'],
  '23.4': ['22.4R3-S2.10', '23.4R2-S5.5'],
};

const around = (release: string): readonly string[] =>
  Object.entries(AROUND).find(([start]) => release.startsWith(start))?.[1] ?? [];

/** Releases that devices of a type can be upgraded to, by model: an older, the suggested, and one still being tried. */
export function versionsOf(type: string): Row[] {
  return deviceModels
    .filter((model) => model.type === type && model.t128_device !== true)
    .flatMap((row) => {
      const model = String(row.model);
      const release = RELEASES[model];
      if (release === undefined) return [];
      const [older, newer] = around(release);
      return [
        ...(older === undefined ? [] : [{ model, version: older }]),
        { model, version: release, tag: 'suggested' },
        ...(newer === undefined ? [] : [{ model, version: newer, tag: 'alpha' }]),
      ];
    });
}

const ROUTER_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  stable: ['6.2.8-5.r2', '6.3.4-7.r2', '6.3.5-12.r1'],
  beta: ['6.4.0-3.beta'],
  alpha: ['7.0.0-1.alpha'],
};

/** Releases of session smart routers in a channel; the last but one of the stable ones is what new routers get. */
export function routerVersions(channel: string): Row[] {
  return (ROUTER_VERSIONS[channel] ?? []).map((version, index) => ({
    package: 'SSR',
    version,
    tags: [channel],
    default: channel === 'stable' && index === 1,
  }));
}
