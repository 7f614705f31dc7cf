import { macOf } from '../../core/ids.ts';
import { asText, isRecord, type JsonObject } from '../../core/json.ts';
import { isoTime } from '../../core/time.ts';
import { chassisOf } from '../../mist/chassis.ts';
import { idOfName, isOnlyName } from '../../mist/named-ids.ts';
import { resolveSite } from '../../mist/names.ts';
import { answeredRows } from '../../tool/own-rows.ts';
import { shapeRows } from '../../tool/shape-rows.ts';
import type { OwnListShaping } from '../../tool/shaping.ts';
import { Lookup, namesOfDevices, namesOfSites, present, type SourceContext, textIn } from '../lookup/index.ts';
import { INVENTORY, JOB, JOBS } from './routes.ts';

/** Jobs that are looked into: each takes a request. */
const MOST_JOBS = 15;
/** Requests beside them: organization, site, list, types, names of devices and sites, a chassis. */
const OTHERS = 9;
/** Names of devices that a row lists. */
const MOST_NAMES = 10;

/** Whose jobs are wanted. */
export interface JobQuestion {
  /** As the inventory calls it. */
  readonly type: 'ap' | 'switch' | 'gateway';
  readonly org_id?: string | undefined;
  readonly site_id?: string | undefined;
  /** Only jobs that have this device, by MAC or name. */
  readonly mac?: string | undefined;
}

/** What became of a device, the furthest first: it stands in the list of every step that it took. */
const STATES = {
  failed: ['failed'],
  done: ['upgraded', 'rebooted'],
  skipped: ['skipped'],
  under_way: ['reboot_in_progress', 'downloaded', 'downloading'],
  queued: ['scheduled', 'download_requested'],
} as const;

type State = keyof typeof STATES;

const isState = (name: string): name is State => Object.hasOwn(STATES, name);

function statesOf(targets: JsonObject): ReadonlyMap<string, State> {
  const states = new Map<string, State>();
  for (const [state, lists] of Object.entries(STATES)) {
    for (const name of lists) {
      const macs: unknown[] = Array.isArray(targets[name]) ? targets[name] : [];
      for (const mac of macs) if (!states.has(asText(mac)) && isState(state)) states.set(asText(mac), state);
    }
  }
  return states;
}

/** The part of a job that concerns one site. */
interface SiteJob {
  readonly job: JsonObject;
  readonly siteId: string;
  readonly upgrade: JsonObject;
  readonly states: ReadonlyMap<string, State>;
}

const partsOf = (job: JsonObject): readonly SiteJob[] =>
  (Array.isArray(job.upgrades) ? job.upgrades.filter(isRecord) : []).map((part) => {
    const upgrade = isRecord(part.upgrade) ? part.upgrade : {};
    const states = statesOf(isRecord(upgrade.targets) ? upgrade.targets : {});
    return { job, siteId: textIn(part, 'site_id') ?? '', upgrade, states };
  });

const sitesIn = (row: JsonObject): string[] =>
  (Array.isArray(row.site_upgrades) ? row.site_upgrades.filter(isRecord) : []).map((one) => asText(one.site_id));

/** A virtual chassis of switches has a MAC of its own, which the inventory does not find. */
const isChassis = (mac: string): boolean => mac.startsWith('020003');

/** Types of devices by one device of each job: a job has devices of one type. */
async function typesOf(lookup: Lookup, parts: readonly SiteJob[]): Promise<ReadonlyMap<SiteJob, string>> {
  const samples = new Map(
    parts.flatMap((part) => [...part.states.keys()].slice(0, 1).map((mac) => [part, mac] as const)),
  );
  const macs = [...new Set(samples.values())].filter((mac) => !isChassis(mac));
  const [path, query] = [{ org_id: lookup.orgId }, { mac: macs, limit: macs.length }];
  const found = macs.length === 0 ? undefined : await lookup.list('types of devices', INVENTORY, { path, query });
  const types = new Map((found?.rows ?? []).map((row) => [row.mac, asText(row.type)]));
  return new Map(
    [...samples].flatMap(([part, mac]) => {
      const type = isChassis(mac) ? 'switch' : types.get(mac);
      return type === undefined ? [] : [[part, type] as const];
    }),
  );
}

/**
 * Firmware jobs of a type of device, one row for each site of a job: status, version, how many devices are done, failed
 * and still to come, and which.
 *
 * @throws InputError for an unknown organization, site or device
 */
export async function siteJobs(
  context: SourceContext,
  question: JobQuestion,
  shaping: OwnListShaping,
): Promise<object> {
  const { type, site_id: site, mac: device } = question;
  const lookup = await Lookup.open(context, question.org_id, MOST_JOBS + OTHERS);
  const siteId = site && (await lookup.counted(() => resolveSite(context, site, lookup.orgId)));
  const mac =
    device && isOnlyName(device)
      ? macOf(await lookup.counted(() => idOfName(context, lookup.orgId, 'device', device)))
      : device;
  const path = { org_id: lookup.orgId };
  const listed = await lookup.list('upgrade jobs', JOBS, { path });
  const touching = (listed?.rows ?? []).filter((row) => siteId === undefined || sitesIn(row).includes(siteId));
  const asked = touching.slice(0, MOST_JOBS);
  const jobs = await Promise.all(
    asked.map((row) => lookup.one('a job', JOB, { path: { ...path, upgrade_id: asText(row.id) } })),
  );
  lookup.throwIfBlind();
  const parts = jobs.flatMap((job) => (job ? partsOf(job) : [])).filter((part) => !siteId || part.siteId === siteId);
  const types = await typesOf(lookup, parts);
  const isKnown = mac === undefined || parts.some(({ states }) => states.has(mac));
  const own = isKnown ? mac : ((await lookup.counted(() => chassisOf(context, lookup.orgId, mac))) ?? mac);
  const wanted = parts
    .filter((part) => (types.get(part) ?? type) === type && (own === undefined || part.states.has(own)))
    .sort((a, b) => Number(b.upgrade.start_time) - Number(a.upgrade.start_time));
  // What is in a job that cannot be read is not known, but that it is there is.
  const unread = mac === undefined ? asked.filter((_, at) => jobs[at] === undefined) : [];
  const rows = [...(await rowsOf(lookup, wanted)), ...unread];
  const { rows: answer, grouped } = await answeredRows(rows, shaping.question, shaping.work);
  const fields = grouped ? undefined : shaping.fields;
  const { shown, note } = await shapeRows(answer, { ...shaping, fields, keepTimes: true });
  const isAll = shown.length === answer.length && asked.length === touching.length && lookup.notLookedAt.length === 0;
  const unknown = wanted.filter((part) => !types.has(part)).length;
  const notes = [
    note,
    rows.length === 0 ? 'No such job. available_device_versions shows what could be installed.' : '',
    asked.length < touching.length
      ? `Only ${asked.length} of ${touching.length} jobs were looked into; give site_id.`
      : '',
    unknown > 0 ? `The type of device of ${unknown} rows is not known.` : '',
    rows.length > 0 && answer.length === 0 ? `None of the ${rows.length} rows fits.` : '',
    grouped ? '' : 'upgrade_id=id gives the MACs.',
  ].filter(Boolean);
  return {
    results: shown,
    total: answer.length,
    returned: shown.length,
    has_more: !isAll,
    complete: isAll ? 'yes' : 'no',
    ...(lookup.notLookedAt.length > 0 ? { not_looked_at: lookup.notLookedAt } : {}),
    ...(shaping.question ? { looked_through: rows.length } : {}),
    calls: lookup.calls,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  };
}

async function rowsOf(lookup: Lookup, parts: readonly SiteJob[]): Promise<readonly JsonObject[]> {
  if (parts.length === 0) return [];
  const [sites, devices] = await Promise.all([
    namesOfSites(
      lookup,
      parts.map(({ siteId }) => siteId),
    ),
    namesOfDevices(lookup),
  ]);
  return parts.map(({ job, siteId, upgrade, states }) => {
    const named = (state: State): string[] =>
      [...states].flatMap(([mac, own]) => (own === state ? [devices?.byMac.get(mac) ?? mac] : []));
    const lists = Object.fromEntries(Object.keys(STATES).map((state) => [state, isState(state) ? named(state) : []]));
    const counts = Object.fromEntries(Object.entries(lists).map(([state, names]) => [state, names.length]));
    const shown = Object.entries(lists).filter(([, names]) => names.length > 0);
    return present({
      ...{ id: job.id, site: sites.get(siteId) ?? siteId, status: upgrade.status, version: job.target_version },
      start: typeof upgrade.start_time === 'number' ? isoTime(upgrade.start_time) : undefined,
      strategy: job.strategy,
      devices: isRecord(upgrade.targets) ? (upgrade.targets.total ?? states.size) : states.size,
      ...{ done: counts.done, failed: counts.failed, queued: counts.queued },
      ...{ under_way: counts.under_way || undefined, skipped: counts.skipped || undefined },
      which: Object.fromEntries(shown.map(([state, names]) => [state, shortened(names)])),
    });
  });
}

const shortened = (names: readonly string[]): readonly string[] =>
  names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), `and ${names.length - MOST_NAMES} more`] : names;
