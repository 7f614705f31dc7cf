import type { JsonObject } from '../../../../core/json.ts';
import type { Reading } from '../../facts.ts';
import type { Finding } from '../../finding.ts';
import { textIn } from '../../live/rows.ts';
import type { KeyChange } from '../../model.ts';
import { countOf, listed, quotedName } from '../../wording.ts';

/** What makes a key another one, or takes it from those who have it. */
const HOLD: readonly string[] = ['passphrase', 'ssid', 'usage', 'mac', 'macs', 'usermac_labels'];
const NETWORK: readonly string[] = ['vlan_id', 'vlan_name'];

/** Devices that used a key lately and hold it still; undefined where that is not known. */
function usersOf({ id }: KeyChange, reading: Reading | undefined): number | undefined {
  if (id === undefined) return 0;
  if (!reading || !('rows' in reading)) return undefined;
  return reading.rows.filter((row: JsonObject) => (textIn(row, 'last_psk_id') ?? id) === id).length;
}

const usersText = (count: number | undefined): string =>
  count === undefined ? 'an unknown number of clients' : countOf(count, 'client');

const isExpired = (row: JsonObject | undefined, now: number): boolean =>
  typeof row?.expire_time === 'number' && row.expire_time > 0 && row.expire_time <= now;

const placesText = ({ sites }: KeyChange): string =>
  sites === undefined ? '' : ` at ${sites.length === 1 ? listed(sites) : countOf(sites.length, 'site')}`;

/** Why those who hold the key cannot join with it any more; undefined where they can. */
function lossOf({ before, after, roots }: KeyChange, now: number): string | undefined {
  if (!before) return undefined;
  if (!after) return 'It goes';
  if (isExpired(after, now) && !isExpired(before, now)) return 'It has expired then';
  const names = roots.filter((root) => HOLD.includes(root));
  return names.length === 0 ? undefined : `Its ${names.join(', ')} ${names.length === 1 ? 'changes' : 'change'}`;
}

/**
 * What a change of one key comes to.
 *
 * @param reading clients that used it in the last hour
 * @param now seconds since 1970
 */
export function keyFindings(key: KeyChange, reading: Reading | undefined, now: number): readonly Finding[] {
  const { before, after, roots, ssid, sites } = key;
  const users = usersOf(key, reading);
  const base = { check: 'psk', certainty: 'certain', where: `key ${quotedName(key.name)}` } as const;
  const nowhere: readonly Finding[] =
    after && sites?.length === 0 && (!before || roots.includes('ssid'))
      ? [{ ...base, level: 'risk', says: `No WLAN that is on is called ${quotedName(ssid)}: nobody can join with it.` }]
      : [];
  if (!before) {
    const says = `Whoever knows it may join ${quotedName(ssid)}${placesText(key)}.`;
    return nowhere.length > 0 ? nowhere : [{ ...base, level: 'note', says }];
  }
  const loss = lossOf(key, now);
  if (loss !== undefined) {
    const says = `${loss}: ${usersText(users)} on it in the last hour cannot join ${quotedName(textIn(before, 'ssid') ?? '')} with it any more.`;
    return [...nowhere, { ...base, level: (users ?? 0) > 0 ? 'break' : 'risk', says }];
  }
  const moved = roots.filter((root) => NETWORK.includes(root));
  const others = roots.filter((root) => !NETWORK.includes(root));
  const move = `${usersText(users)} on it in the last hour get another network (${moved.join(', ')}) when they join again.`;
  return [
    ...nowhere,
    ...(moved.length > 0 ? [{ ...base, level: 'risk', says: move } as const] : []),
    ...(others.length > 0
      ? [
          {
            ...base,
            level: 'risk',
            says: `${others.join(', ')} changes; ${usersText(users)} on it in the last hour.`,
          } as const,
        ]
      : []),
  ];
}

/** What of a key nobody can tell: whether the ports of access points carry a VLAN that it brings. */
export function keyBlindness({ name, after, roots, sites }: KeyChange): readonly string[] {
  const key = `key ${quotedName(name)}`;
  const vlan =
    after && roots.some((root) => NETWORK.includes(root)) && (textIn(after, 'vlan_id') ?? textIn(after, 'vlan_name'));
  return [
    ...(vlan ? [`Whether ports of access points carry VLAN ${vlan} of ${key} was not computed.`] : []),
    ...(sites === undefined ? [`Where WLANs of ${key} are in force could not be read.`] : []),
  ];
}
