import { epochSeconds } from '../../core/time.ts';
import { epochUnder } from './times.ts';

type Row = Readonly<Record<string, unknown>>;

const DAY_S = 86_400;
const HOUR_S = 3600;

/** Names of moments at which something ends that a person has to act before. */
const DEADLINE = /^(?:last_)?(?:expire_time|expires|expiry|cert_expiry|authorized_expiring_time)$/;

/** Subscriptions end too; elsewhere an `end_time` is one of the past. */
const isDeadline = (name: string, row: Row): boolean =>
  DEADLINE.test(name) || (name === 'end_time' && Object.hasOwn(row, 'quantity'));

const isDown = ({ status, up }: Row): boolean => status === 'disconnected' || up === false;

/** How long ago something was, in its two largest units. */
function agoText(seconds: number): string {
  const [days, hours] = [Math.floor(seconds / DAY_S), Math.floor((seconds % DAY_S) / HOUR_S)];
  if (days > 0) return hours > 0 ? `${days}d ${hours}h` : `${days}d`;
  const minutes = Math.floor((seconds % HOUR_S) / 60);
  return hours > 0 ? `${hours}h ${minutes}m` : `${minutes}m`;
}

/** Days until a moment, with one decimal; negative when it is over. Both in epoch seconds. */
export const daysLeft = (end: number, now: number): number => Math.round(((end - now) / DAY_S) * 10) / 10;

/**
 * How far a row's deadline is (`days_left`, negative when it is over), and how long what is down has been so (`ago`).
 *
 * @param row with its moments as the API has them
 * @param now epoch seconds
 */
export function distancesIn(row: Row, now: number = Date.now() / 1000): Row {
  const deadline = Object.keys(row).find(
    (name) => isDeadline(name, row) && epochUnder(`${name}_at`, row[name]) !== undefined,
  );
  const end = deadline === undefined ? undefined : epochUnder(`${deadline}_at`, row[deadline]);
  const seen = isDown(row) ? epochUnder('last_seen', row.last_seen ?? row.timestamp) : undefined;
  return {
    ...(end === undefined ? {} : { days_left: daysLeft(epochSeconds(end), now) }),
    ...(seen === undefined || epochSeconds(seen) > now ? {} : { ago: agoText(now - epochSeconds(seen)) }),
  };
}
