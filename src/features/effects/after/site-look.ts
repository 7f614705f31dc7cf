import { MistError } from '../../../core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../../mist/limits.ts';
import { rowsOf as rowsIn } from '../../../mist/paging/rows.ts';
import type { LookupContext } from '../../../tool/context.ts';
import { type FactName, rowsOf } from '../facts.ts';
import type { RequestBudget } from '../live/budget.ts';
import { readFacts } from '../live/read-facts.ts';
import { macIn, numberIn } from '../live/rows.ts';
import type { AnyDevice } from '../topology/states.ts';
import { quotedName } from '../wording.ts';
import { type LiveSite, liveState, lossesOf } from './live-state.ts';
import { changedDevices, type Reports } from './reports.ts';

const EVENTS = 'GET /api/v1/sites/{site_id}/devices/events/search';

/** What a look has for asking the cloud. */
export type LookContext = Pick<LookupContext, 'session' | 'send' | 'get'>;

/** What one look at a site showed. */
export interface SiteLook {
  readonly losses: readonly string[];
  /** Changed devices that told of no new configuration, or whose statistics are older than the change. */
  readonly silent: readonly string[];
  readonly failed: readonly string[];
  /** Kinds of facts that could not be read again. */
  readonly unread: readonly string[];
}

/** Whether a look showed all that there is to see. */
export const isWhole = ({ silent, unread }: SiteLook): boolean => silent.length + unread.length === 0;

/** Whether a look showed that something is worse. */
export const isLost = ({ losses, failed }: SiteLook): boolean => losses.length + failed.length > 0;

/**
 * What devices of a site told lately; nothing where that could not be read, which leaves them silent.
 *
 * @throws MistError when the call was cancelled
 */
export async function eventsAt(
  context: LookContext,
  site_id: string,
  budget: RequestBudget,
): Promise<readonly JsonObject[]> {
  if (budget.take() !== undefined) return [];
  try {
    const query = { duration: '10m', limit: MAX_PAGE_SIZE };
    return (rowsIn(await context.send(EVENTS, { path: { site_id }, query })).rows ?? []).filter(isRecord);
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

/** Whether every changed device of a site told what became of its configuration. */
export const isToldOf = (site: LiveSite, reports: Reports): boolean =>
  expected(site).every((device) => toldOf(device, reports));

/**
 * Looks at one site whole.
 *
 * @param since seconds since 1970 by the clock of the cloud
 * @throws MistError when the call was cancelled
 */
export async function lookAt(
  context: LookContext,
  site: LiveSite,
  reports: Reports,
  since: number,
  budget: RequestBudget,
): Promise<SiteLook> {
  const { effect, read } = site;
  const facts = await readFacts(context, effect.after.id, new Set<FactName>([...read, 'devices']), budget);
  const losses = lossesOf(site, liveState(facts, effect.after));
  const past = rowsOf(facts, 'devices').filter((row) => (numberIn(row, 'last_seen') ?? 0) < since);
  const old = new Set(past.map((row) => macIn(row, 'mac')));
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
