import { isRecord } from '../../core/json.ts';
import { NO_SITE } from '../../mist/id-columns.ts';
import { isFilled, rootsOf } from './column.ts';

type Row = Readonly<Record<string, unknown>>;

/** What an answer is about beyond its rows. */
export interface RowsContext {
  /** Path and query of the request. */
  readonly url: string;
  /** Epoch seconds at which the window begins, where there is one. */
  readonly start?: number | undefined;
}

const count = (rows: readonly Row[], test: (row: Row) => boolean): number => rows.filter(test).length;

/** Devices of the inventory that stand nowhere. */
function withoutSite(rows: readonly Row[]): string {
  const devices = rows.filter((row) => Object.hasOwn(row, 'serial'));
  const none = count(devices, ({ site_id }) => site_id === undefined || site_id === NO_SITE || site_id === null);
  if (none === 0) return '';
  return `${none} of ${devices.length} ${none === 1 ? 'is' : 'are'} assigned to no site.`;
}

/** Members of one virtual chassis stand in a row each. */
function inChassis(rows: readonly Row[]): string {
  const members = new Map<string, number>();
  for (const { vc_mac } of rows)
    if (typeof vc_mac === 'string' && vc_mac !== '') members.set(vc_mac, (members.get(vc_mac) ?? 0) + 1);
  const chassis = [...members.values()].filter((size) => size > 1);
  const [only] = chassis;
  if (only === undefined) return '';
  if (chassis.length === 1) return `${only} rows are one chassis.`;
  return `${chassis.reduce((sum, size) => sum + size, 0)} rows are ${chassis.length} chassis.`;
}

/** A search by access point finds who was there in the window, wherever they are now. */
function elsewhere(rows: readonly Row[], { url }: RowsContext): string {
  const ap = new URL(url, 'http://mist.invalid').searchParams.get('ap');
  const clients = rows.filter(({ last_ap }) => typeof last_ap === 'string');
  const gone = ap === null ? 0 : count(clients, ({ last_ap }) => last_ap !== ap);
  return gone === 0 ? '' : `${gone} of ${clients.length} ${gone === 1 ? 'is' : 'are'} on another AP now.`;
}

/** An alarm that goes on may have begun before what was looked at. */
function begunBefore(rows: readonly Row[], { url, start }: RowsContext): string {
  if (start === undefined || !url.includes('/alarms/')) return '';
  const older = count(rows, ({ timestamp }) => typeof timestamp === 'number' && timestamp < start);
  if (older === 0) return '';
  return `${older} ${older === 1 ? 'alarm' : 'alarms'} began before this window.`;
}

const MARVIS =
  'These are alarms of Marvis: the API has no list of Marvis Actions, only their counts for the organizations of an MSP.';

const ofMarvis = ({ url }: RowsContext): string =>
  url.includes('/alarms/') && new URL(url, 'http://mist.invalid').searchParams.get('group') === 'marvis' ? MARVIS : '';

/** What a count of rows counts, made from the rows. */
export function notesOf(rows: readonly unknown[], context: RowsContext): readonly string[] {
  const found = rows.filter(isRecord);
  const made = [withoutSite(found), inChassis(found), elsewhere(found, context), begunBefore(found, context)];
  return [...made, ofMarvis(context)].filter((text) => text !== '');
}

/** Names of columns that a note about hidden ones lists. */
const MOST_HIDDEN = 20;

/** Attributes that say nothing new to whoever asked. */
const OF_NO_USE = new Set(['org_id', 'site_name', 'org_name']);

/**
 * Which columns are hidden, where the default ones cover less than a third of what rows have.
 *
 * @param columns the default ones; nothing is hidden without them
 */
export function hiddenNote(rows: readonly unknown[], columns: readonly string[] | undefined): string {
  if (columns === undefined) return '';
  const filled = new Set(
    rows
      .filter(isRecord)
      .flatMap((row) => Object.keys(row).filter((name) => !OF_NO_USE.has(name) && isFilled(row[name]))),
  );
  const shown = new Set(rootsOf(columns));
  const hidden = [...filled].filter((name) => !shown.has(name) && !name.endsWith('_name'));
  if (filled.size === 0 || (filled.size - hidden.length) * 3 >= filled.size) return '';
  const more = hidden.length - MOST_HIDDEN;
  return `Hidden columns, for fields: ${hidden.slice(0, MOST_HIDDEN).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
