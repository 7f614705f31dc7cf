import { parseMac } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import { resolveSite } from '../../mist/names.ts';
import { Lookup, namesOfDevices, namesOfSites, type SourceContext } from '../lookup/index.ts';
import { clientsBy, DAYS } from './client-sources.ts';
import {
  devices,
  devicesByIp,
  edges,
  inventoryByHexSerial,
  inventoryByMac,
  inventoryBySerial,
  unassigned,
} from './device-sources.ts';
import { formOf, type TextForm } from './match.ts';
import { sites, wlans } from './place-sources.ts';
import { neighborPorts, neighborsByMac, neighborsByName, portDescriptions } from './port-sources.ts';
import type { Match, Search, Source } from './source.ts';

/** Requests that one search makes at most. */
export const MOST_REQUESTS = 6;

/** Matches that are shown. */
const SHOWN = 5;

const { mac, ip, text } = clientsBy;

/**
 * Where to look, by the form of the text, in rounds: the places of one round are asked at once, and a later round only
 * where nothing fits exactly.
 */
const ROUNDS: Readonly<Record<TextForm, readonly (readonly Source[])[]>> = {
  mac: [
    [devices],
    [mac.wireless, mac.wired],
    [inventoryByMac, inventoryByHexSerial],
    [mac.nac, neighborsByMac],
    [edges],
  ],
  hex: [[inventoryBySerial, devices], [mac.wireless, mac.wired], [inventoryByMac, mac.nac], [edges]],
  ip: [[ip.wireless, ip.wired], [ip.wan, devicesByIp], [edges]],
  user: [
    [text.wireless, text.nac, text.wired],
    [devices, sites, wlans],
  ],
  serial: [
    [inventoryBySerial, devices],
    [text.wireless, text.wired],
    [sites, wlans, text.nac],
    [unassigned, edges],
  ],
  word: [
    [devices, sites, wlans, portDescriptions],
    [text.wireless, text.wired, text.nac],
    [unassigned],
    [neighborsByName, neighborPorts, text.wan],
    [edges],
  ],
};

/** What is asked for. */
export interface FindQuestion {
  readonly text: string;
  readonly org_id?: string | undefined;
  readonly site_id?: string | undefined;
}

/**
 * Finds what a text names: a client, a device, a site, a WLAN or a port, and where it is.
 *
 * @returns `{ results, total, returned, resembles?, not_looked_at?, calls, note? }`
 * @throws InputError for an unknown organization or site, MistError where nothing could be looked at
 */
export async function find(context: SourceContext, question: FindQuestion): Promise<object> {
  const lookup = await Lookup.open(context, question.org_id, MOST_REQUESTS);
  const wanted = question.text.trim();
  const search: Search = {
    lookup,
    text: wanted,
    siteId: await siteOf(lookup, question),
    names: new Map(),
    more: 0,
    isOfClients: false,
  };
  const found: Match[] = [];
  let isStopped = false;
  for (const round of ROUNDS[formOf(wanted)]) {
    if (isStopped) for (const { what } of round) lookup.skip(what);
    else for (const matches of await Promise.all(round.map(({ look }) => look(search)))) found.push(...matches);
    isStopped ||= found.some(({ fit }) => fit === 'exact');
  }
  lookup.throwIfBlind();
  const exact = found.filter(({ fit }) => fit === 'exact');
  const best = joined(exact.length > 0 ? exact : found).sort((a, b) => b.seen - a.seen);
  const results = await named(lookup, best.slice(0, SHOWN));
  const resembles = found.length === 0 ? resembling(search) : [];
  const missed = lookup.notLookedAt;
  return {
    results,
    total: best.length + (exact.length > 0 ? 0 : search.more),
    returned: results.length,
    ...(resembles.length > 0 ? { resembles } : {}),
    ...(missed.length > 0 ? { not_looked_at: missed } : {}),
    calls: lookup.calls,
    note: noteOn(search, found, exact),
  };
}

const siteOf = async (lookup: Lookup, { site_id }: FindQuestion): Promise<string | undefined> =>
  site_id === undefined ? undefined : lookup.counted(() => resolveSite(lookup.context, site_id, lookup.orgId));

/** One client that several places know is one match: access control adds its decision to where the client is. */
function joined(matches: readonly Match[]): Match[] {
  const decisions = new Map(matches.flatMap((match) => (match.decides ? [[match.decides, match] as const] : [])));
  const others = matches.filter(({ decides }) => decides === undefined);
  const known = new Set(others.map(({ mac }) => mac));
  return [
    ...others.map((match): Match => {
      const decision = match.mac === undefined ? undefined : decisions.get(match.mac);
      if (!decision) return match;
      return { ...match, show: (naming) => ({ ...decision.show(naming), ...match.show(naming) }) };
    }),
    ...[...decisions.values()].filter(({ decides }) => !known.has(decides)),
  ];
}

async function named(lookup: Lookup, matches: readonly Match[]): Promise<readonly JsonObject[]> {
  const siteIds = matches.flatMap(({ siteId }) => siteId ?? []);
  const onDevices = matches.some(({ deviceMac }) => deviceMac !== undefined);
  const siteNames = await namesOfSites(lookup, siteIds);
  const deviceNames = onDevices ? await namesOfDevices(lookup) : undefined;
  const naming = { sites: siteNames, devices: deviceNames?.byMac ?? new Map<string, string>() };
  return matches.map(({ fit, show }) => ({ ...show(naming), ...(fit === 'part' ? { match: 'part' } : {}) }));
}

/** Digits that a MAC may differ in to be taken for a misread one. */
const MISREAD = 2;

/** Names that are like the text, each with what it names. */
function resembling({ text: wanted, names }: Search): readonly string[] {
  const given = parseMac(wanted);
  const isMisread = (name: string): boolean =>
    name.length === given?.length && [...name].filter((digit, index) => digit !== given[index]).length <= MISREAD;
  const like = given === undefined ? nearest(wanted, names.keys()) : [...names.keys()].filter(isMisread).slice(0, 3);
  return like.map((name) => `${names.get(name)} ${name}`);
}

function noteOn({ isOfClients }: Search, found: readonly Match[], exact: readonly Match[]): string {
  const parts = found.length - exact.length;
  const sentences = [
    exact.length > 0 ? 'Stopped at the first place with an exact match.' : '',
    exact.length > 0 && parts > 0 ? `${parts} more fit in part.` : '',
    found.length > 0 && exact.length === 0 ? 'No exact match.' : '',
    found.length === 0 ? 'Nothing fits; that is no proof that it is not there.' : '',
    isOfClients ? `Clients of the last ${DAYS} days.` : '',
  ];
  return sentences.filter(Boolean).join(' ');
}
