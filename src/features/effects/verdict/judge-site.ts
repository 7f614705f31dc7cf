import { changedDevices } from '../after/reports.ts';
import { changedNames, isPortChange, switchPairs } from '../checks/changed-ports.ts';
import { changedDeviceRoots } from '../checks/configuration/device-settings.ts';
import { CHECKS } from '../checks/index.ts';
import { changedRoots } from '../checks/wireless/wlans.ts';
import type { FactName, Facts } from '../facts.ts';
import type { Check, Finding } from '../finding.ts';
import { staleDevices } from '../live/read-facts.ts';
import type { SiteEffect } from '../model.ts';
import { oncePer } from '../once.ts';
import { rowAt } from '../state/row.ts';
import { graphOf } from '../topology/graph.ts';
import { devicesOf } from '../topology/states.ts';
import { listed, quotedName } from '../wording.ts';

/** What the checks say of one site. */
export interface SiteJudgment {
  readonly findings: readonly Finding[];
  /** Whole sentences without the site: what a check would have needed. */
  readonly insufficient: readonly string[];
  /** Attributes that change and that no check reads. */
  readonly unmodeled: readonly string[];
}

const FACT_WORDS: Readonly<Record<FactName, string>> = {
  ports: 'Port statistics',
  devices: 'Device statistics',
  wiredClients: 'Wired clients',
  wirelessClients: 'Wireless clients',
  peers: 'Routing peers',
  nacCounts: 'Counts of access rules',
};

/** Attributes of devices that only people read, or that other attributes of the effect show. */
const LABELS: ReadonlySet<string> = new Set([
  ...['id', 'name', 'notes', 'description', 'x', 'y', 'x_m', 'y_m', 'height', 'orientation', 'map_id', 'locked'],
  ...['image1_url', 'image2_url', 'image3_url', 'tag_id', 'tag_uuid', 'created_time', 'modified_time', 'org_id'],
  ...['site_id', 'mac', 'serial', 'model', 'type', 'role', 'deviceprofile_id'],
  ...['vars', 'switch_matching', 'ap_matching', 'gateway_matching', 'local_port_config', 'port_config_overwrite'],
]);

/** Checks that have to do with a change. One that fails to tell has. */
export function applicable(effect: SiteEffect, checks: readonly Check[] = CHECKS): readonly Check[] {
  return checks.filter((check) => {
    try {
      return check.applies(effect);
    } catch {
      return true;
    }
  });
}

/** Live facts that a change of a site needs. */
export const neededFacts = (effect: SiteEffect, checks: readonly Check[] = CHECKS): ReadonlySet<FactName> =>
  new Set(applicable(effect, checks).flatMap(({ needs }) => needs));

const keyOf = ({ check, level, where, says }: Finding): string => JSON.stringify([check, level, where, says]);

/** A count of none is no count where the rows could not be read. */
const withoutCounts = (says: string): string => says.replace(/\b0 ((?:wired )?clients)\b/g, 'an unknown number of $1');

/** No change: the site as it is. */
const asBefore = oncePer(({ before }: SiteEffect): SiteEffect => ({ before, after: before }));

/** The findings of one check; those that were the same before are marked, in this one place. */
function findingsOf(check: Check, effect: SiteEffect, facts: Facts): readonly Finding[] {
  const was = new Set(check.run(asBefore(effect), facts).map(keyOf));
  return check.run(effect, facts).map((one) => (was.has(keyOf(one)) ? { ...one, wasSo: true } : one));
}

const failureOf = (facts: Facts, name: FactName): string | undefined => {
  const reading = facts[name];
  if (!reading) return 'they were not read';
  return 'failed' in reading ? reading.failed : undefined;
};

/** Roots that change and that nothing judges. */
function unjudged(effect: SiteEffect, checks: readonly Check[]): readonly string[] {
  const read = new Set(checks.flatMap(({ reads }) => reads));
  const device = [...changedDeviceRoots(effect).keys()].filter((key) => {
    const root = key.slice(key.indexOf(':') + 1);
    return !read.has(key) && !LABELS.has(root);
  });
  const wlan = effect.after.wlans.flatMap((now) => {
    const was = effect.before.wlans.find(({ id }) => id === now.id);
    return was ? changedRoots(was, now).filter((root) => !read.has(`wlan:${root}`) && !read.has('wlan:*')) : [];
  });
  return [...new Set([...device.map((key) => key.replace(':', ' ')), ...wlan.map((root) => `WLAN ${root}`)])].sort();
}

/** Devices that change although nothing was heard of them lately. */
function silentText(effect: SiteEffect, facts: Facts, now: number): readonly string[] {
  const stale = staleDevices(facts, now);
  const changed = devicesOf(effect.after).filter((device) => {
    const was = devicesOf(effect.before).find(({ mac }) => mac === device.mac);
    return stale.has(device.mac) && JSON.stringify(was?.config) !== JSON.stringify(device.config);
  });
  if (changed.length === 0) return [];
  const names = listed(changed.map(({ name }) => quotedName(name)));
  return [`${names}: not connected, so it gets the change when it returns, and what hangs there now is not known.`];
}

/** A site at which devices get what is decided later, with all that was decided until then. */
function heldText(effect: SiteEffect): readonly string[] {
  const policy = rowAt(effect.after.setting, 'config_push_policy');
  const held = [
    ...(policy.no_push === true ? ['no_push'] : []),
    ...(rowAt(policy, 'push_window').enabled === true ? ['push_window'] : []),
  ].join(' and ');
  if (held === '' || !changedDevices(effect).some(({ type }) => type !== 'ap')) return [];
  return [`Devices get it later (config_push_policy.${held}): what hangs there then is not known.`];
}

/** Switches whose ports change and of which no port has fresh statistics: who hangs there would be taken for nobody. */
function unseenText(effect: SiteEffect, facts: Facts): readonly string[] {
  if (!facts.ports || 'failed' in facts.ports || !isPortChange(effect)) return [];
  const seen = new Set(
    [...graphOf(effect.before, effect.before, facts).cabling.rows.values()].map((row) => row.device),
  );
  const unseen = switchPairs(effect)
    .filter((pair) => !seen.has(pair.after.mac) && changedNames(pair).length > 0)
    .map(({ after }) => quotedName(after.name));
  return unseen.length === 0
    ? []
    : [`${listed(unseen)}: no fresh port statistics, so what hangs there now is not known.`];
}

/** Doubts about the configuration of devices that change; the same of several is one. */
function doubtsOf({ before, after }: SiteEffect): readonly string[] {
  const names = new Map<string, string[]>();
  for (const now of devicesOf(after)) {
    const was = devicesOf(before).find(({ mac }) => mac === now.mac);
    if (JSON.stringify(was?.config) === JSON.stringify(now.config)) continue;
    for (const doubt of now.doubts) names.set(doubt, [...(names.get(doubt) ?? []), quotedName(now.name)]);
  }
  return [...names].map(([doubt, who]) => `${who.length > 2 ? `${who.length} devices` : listed(who)}: ${doubt}`);
}

/**
 * Runs every check that applies. A check that lacks a fact, or crashes, makes the judgment insufficient; it never counts
 * as one that found nothing.
 *
 * @param now seconds since 1970
 */
export function judgeSite(
  effect: SiteEffect,
  facts: Facts,
  checks: readonly Check[] = CHECKS,
  now: number = Date.now() / 1000,
): SiteJudgment {
  const run = applicable(effect, checks);
  const needed = [...new Set(run.flatMap(({ needs }) => needs))].sort();
  const unread = new Map(
    needed.flatMap((name) => {
      const reason = failureOf(facts, name);
      return reason === undefined ? [] : [[name, reason] as const];
    }),
  );
  const insufficient = [...unread].map(([name, reason]) => `${FACT_WORDS[name]} were not read: ${reason}.`);
  const findings: Finding[] = [];
  for (const check of run) {
    try {
      const lacking = check.lacks?.(effect, facts);
      if (lacking !== undefined) insufficient.push(`${lacking}.`);
      const isBlind = check.needs.some((name) => unread.has(name));
      const found = findingsOf(check, effect, facts);
      findings.push(...(isBlind ? found.map((one) => ({ ...one, says: withoutCounts(one.says) })) : found));
    } catch {
      insufficient.push(`The check ${check.name} failed.`);
    }
  }
  return {
    findings,
    insufficient: [
      ...new Set([
        ...insufficient,
        ...silentText(effect, facts, now),
        ...heldText(effect),
        ...unseenText(effect, facts),
        ...doubtsOf(effect),
      ]),
    ].sort(),
    unmodeled: unjudged(effect, checks),
  };
}
