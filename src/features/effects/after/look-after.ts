import type { WallClock } from '../../../core/clock.ts';
import { MistError } from '../../../core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../../mist/limits.ts';
import { rowsOf } from '../../../mist/paging/rows.ts';
import type { LookupContext } from '../../../tool/context.ts';
import { EFFECT_BOUNDS } from '../bounds.ts';
import type { FactName } from '../facts.ts';
import { RequestBudget } from '../live/budget.ts';
import { readFacts } from '../live/read-facts.ts';
import { numberIn, textIn } from '../live/rows.ts';
import type { AnyDevice } from '../topology/states.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { listed, quotedName } from '../wording.ts';
import { type LiveSite, liveState, lossesOf } from './live-state.ts';
import { changedDevices, type Reports, reportsIn } from './reports.ts';

/** What the network shows after a change. */
export interface AfterLook {
  readonly result: 'nothing lost' | 'worse' | 'not known' | 'not looked at';
  /** Whole sentences. */
  readonly says: readonly string[];
  /** How long it took, and how many requests. */
  readonly seconds: number;
  readonly requests: number;
}

/** The last look begins so late, in milliseconds after the write: with its requests it ends within 45 seconds. */
const LAST_LOOK_MS = 40_000;
const END_MS = 45_000;
const LOOKS_MS: readonly number[] = [0, 3000, 8000, 15_000, 27_000, LAST_LOOK_MS];

/** Requests for the looks at one site: events each time, and all that is live twice. */
const REQUESTS_PER_SITE = 16;

const EVENTS = 'GET /api/v1/sites/{site_id}/devices/events/search';

/** Minutes after which a device that lost the cloud takes its last configuration, unless it is told otherwise. */
const REVERT_MINUTES = 10;

type LookContext = Pick<LookupContext, 'session' | 'send' | 'get'>;

/** What one look at a site showed. */
interface SiteLook {
  readonly losses: readonly string[];
  /** Changed devices that told of no new configuration, or whose statistics are older than the change. */
  readonly silent: readonly string[];
  readonly failed: readonly string[];
  /** Kinds of facts that could not be read again. */
  readonly unread: readonly string[];
}

async function eventsAt(context: LookContext, site_id: string, budget: RequestBudget): Promise<readonly JsonObject[]> {
  if (budget.take() !== undefined) return [];
  try {
    const query = { duration: '10m', limit: MAX_PAGE_SIZE };
    return (rowsOf(await context.send(EVENTS, { path: { site_id }, query })).rows ?? []).filter(isRecord);
  } catch (error) {
    if (error instanceof MistError && error.kind === 'cancelled') throw error;
    return [];
  }
}

const macsOf = ({ mac, macs }: AnyDevice): readonly string[] => [mac, ...macs];

/** Changed devices that were connected, as far as that is known. */
const expected = ({ effect, before }: LiveSite): readonly AnyDevice[] =>
  changedDevices(effect).filter((device) => macsOf(device).some((mac) => before.connected?.has(mac) ?? true));

const toldOf = (device: AnyDevice, { taken, failed }: Reports): boolean =>
  macsOf(device).some((mac) => taken.has(mac) || failed.has(mac));

/** Looks at one site whole. */
async function lookAt(
  context: LookContext,
  site: LiveSite,
  reports: Reports,
  since: number,
  budget: RequestBudget,
): Promise<SiteLook> {
  const { effect, read } = site;
  const facts = await readFacts(context, effect.after.id, new Set<FactName>([...read, 'devices']), budget);
  const losses = lossesOf(site, liveState(facts, effect.after));
  const rows = facts.devices && 'rows' in facts.devices ? facts.devices.rows : [];
  const old = new Set(rows.filter((row) => (numberIn(row, 'last_seen') ?? 0) < since).map((row) => textIn(row, 'mac')));
  const silent = expected(site).filter((one) => !toldOf(one, reports) || macsOf(one).some((mac) => old.has(mac)));
  return {
    losses,
    silent: silent.map(({ name }) => name),
    failed: expected(site).flatMap((one) => {
      const type = macsOf(one).flatMap((mac) => reports.failed.get(mac) ?? [])[0];
      return type === undefined ? [] : [`${quotedName(one.name)} (${type})`];
    }),
    unread: Object.entries(facts).flatMap(([name, reading]) =>
      'failed' in reading ? [`${name}: ${reading.failed}`] : [],
    ),
  };
}

const atSite = ({ effect }: LiveSite, what: string): string => `${quotedName(effect.after.name, 60)}: ${what}.`;

/** When a device that lost the cloud goes back by itself. */
function revertText(sites: readonly LiveSite[]): readonly string[] {
  const devices = sites.flatMap(({ effect }) => changedDevices(effect).filter(({ type }) => type !== 'ap'));
  if (devices.length === 0) return [];
  const minutes = devices.map(({ type, config }) => {
    const own = config[type === 'switch' ? 'switch_mgmt' : 'gateway_mgmt'];
    return (isRecord(own) ? numberIn(own, 'config_revert_timer') : undefined) ?? REVERT_MINUTES;
  });
  const what = devices.some(({ type }) => type === 'switch') ? 'switch' : 'gateway';
  return [`A ${what} that loses the cloud by this still goes back by itself within ${Math.max(...minutes)} minutes.`];
}

interface Watch {
  readonly sites: readonly LiveSite[];
  readonly looks: readonly SiteLook[];
  readonly isCancelled: boolean;
}

function resultOf(
  { sites, looks, isCancelled }: Watch,
  more: number,
  looked: Pick<AfterLook, 'seconds' | 'requests'>,
): AfterLook {
  const lines = looks.flatMap((look, index): readonly string[] => {
    const site = sites[index];
    if (!site) return [];
    return [
      ...(look.losses.length > 0 ? [atSite(site, look.losses.join('; '))] : []),
      ...(look.failed.length > 0 ? [atSite(site, `configuration not taken by ${listed(look.failed)}`)] : []),
      ...(look.silent.length > 0
        ? [atSite(site, `not heard since: ${listed(look.silent.map((name) => quotedName(name)))}`)]
        : []),
      ...(look.unread.length > 0 ? [atSite(site, `not read: ${look.unread.join('; ')}`)] : []),
    ];
  });
  const isWorse = looks.some(isLost);
  const isOpen = !looks.every(isWhole);
  return {
    result: isWorse ? 'worse' : looks.length === 0 ? 'not looked at' : isOpen ? 'not known' : 'nothing lost',
    says: [
      ...(isCancelled ? ['The call was cancelled before the look was done.'] : []),
      ...lines,
      ...(more > 0 ? [`Looked at ${sites.length} of ${sites.length + more} sites.`] : []),
      ...revertText(sites),
    ],
    ...looked,
  };
}

/** The result where nothing was looked at, with the reason as a whole sentence. */
export const notLooked = (reason: string): AfterLook => ({
  ...{ result: 'not looked at', says: [reason] },
  ...{ seconds: 0, requests: 0 },
});

/** Why there is nothing to look at. */
function whyNot({ effect }: Assessment): AfterLook {
  if (effect && effect.sites.length > 0) return notLooked('Nothing live was read before the change to compare with.');
  if (effect && (effect.access.rules || effect.access.tags.length > 0))
    return notLooked('Whom it lets in shows when people sign on next.');
  return notLooked('What the change reaches is not computed, so nothing live was compared.');
}

/** What a look needs beside the way to the cloud. */
export interface LookOptions {
  readonly clock: WallClock;
  readonly signal: AbortSignal;
  /** When the cloud made the change, in seconds since 1970 by its own clock. */
  readonly since: number;
  readonly progress: (message: string) => void;
}

/** Requests that all looks may take, never more than their share of what the hour has left. */
function budgetFor({ session }: LookContext, sites: number): RequestBudget {
  const { left } = session.budget;
  const most = REQUESTS_PER_SITE * sites;
  return new RequestBudget(
    left === undefined ? most : Math.min(most, Math.floor(left * EFFECT_BOUNDS.shareOfHour)),
    END_MS,
  );
}

/** The way to the cloud until the call is cancelled or the time is over. */
function bounded({ session }: LookContext, signal: AbortSignal): LookContext {
  const both = AbortSignal.any([signal, AbortSignal.timeout(END_MS)]);
  return {
    session,
    send: (route, parameters) => session.client.send({ route, ...parameters, signal: both }),
    get: (url) => session.client.get(url, both),
  };
}

const isWhole = ({ silent, unread }: SiteLook): boolean => silent.length + unread.length === 0;
const isLost = ({ losses, failed }: SiteLook): boolean => losses.length + failed.length > 0;

/** The looks at all sites: as soon as their devices have told of the change, and where that shows a loss at the end. */
async function watch(
  context: LookContext,
  { live: sites, verdict }: Assessment,
  { clock, signal, since, progress }: LookOptions,
  budget: RequestBudget,
): Promise<readonly SiteLook[]> {
  const begun = clock.now();
  let looks: readonly SiteLook[] = [];
  for (const at of LOOKS_MS) {
    const isLast = at === LAST_LOOK_MS;
    if (looks.length > 0 && !isLast) continue;
    await clock.sleep(Math.max(0, begun + at - clock.now()), signal);
    if (signal.aborted) return looks;
    progress('Looking at what is live now');
    const reports = await Promise.all(
      sites.map(async ({ effect: { after } }) => reportsIn(await eventsAt(context, after.id, budget), since)),
    );
    const pairs = sites.flatMap((site, index) => {
      const reported = reports[index];
      return reported ? [{ site, reported }] : [];
    });
    if (!isLast && !pairs.every(({ site, reported }) => expected(site).every((one) => toldOf(one, reported)))) continue;
    looks = await Promise.all(pairs.map(({ site, reported }) => lookAt(context, site, reported, since, budget)));
    // What the verdict foresaw for certain does not come back by waiting.
    if (looks.every(isWhole) && (verdict.decision === 'UNSAFE' || !looks.some(isLost))) break;
  }
  return looks;
}

/**
 * Looks at what is live after a change, until the changed devices have told of it and nothing is missing, at most 45
 * seconds: what was lost by then is told.
 *
 * @returns a result also when the call is cancelled meanwhile, since something was sent; undefined where nothing that
 *   forwards traffic was to change
 */
export async function lookAfter(
  context: LookContext,
  assessment: Assessment,
  options: LookOptions,
): Promise<AfterLook | undefined> {
  const { live: sites, effect, verdict } = assessment;
  if (sites.length === 0)
    return verdict.decision === 'SAFE' && effect?.sites.length === 0 ? undefined : whyNot(assessment);
  const { clock, signal } = options;
  const begun = clock.now();
  const budget = budgetFor(context, sites.length);
  const looks = await watch(bounded(context, signal), assessment, options, budget).catch(() => []);
  const seconds = Math.round((clock.now() - begun) / 1000);
  const more = (effect?.sites.length ?? sites.length) - sites.length;
  return resultOf({ sites, looks, isCancelled: signal.aborted }, more, { seconds, requests: budget.made });
}

/** A look as data for an answer and for the record. */
export const afterData = ({ result, says, seconds, requests }: AfterLook): object => ({
  ...{ result, ...(says.length > 0 ? { says } : {}) },
  ...(requests > 0 ? { seconds, requests } : {}),
});
