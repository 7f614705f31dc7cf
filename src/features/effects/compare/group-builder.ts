import type { EffectGroup } from '../model.ts';

/** What differs at one device, or at a site where no device is named. */
export interface Difference {
  readonly site: string;
  readonly device?: string;
  readonly subject: string;
  readonly was: string | undefined;
  readonly becomes: string | undefined;
}

/** Joins differences that say the same of the same: devices to one line, and sites. */
export function groupsOf(differences: readonly Difference[]): EffectGroup[] {
  const groups = new Map<string, { sites: Set<string>; devices: Set<string>; first: Difference }>();
  for (const one of differences) {
    const key = JSON.stringify([one.subject, one.was, one.becomes, one.device === undefined]);
    const group = groups.get(key) ?? { sites: new Set(), devices: new Set(), first: one };
    group.sites.add(one.site);
    if (one.device !== undefined) group.devices.add(one.device);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ sites, devices, first }) => ({
    sites: [...sites],
    devices: [...devices],
    subject: first.subject,
    was: first.was,
    becomes: first.becomes,
  }));
}
