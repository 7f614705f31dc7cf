import { isSecretName } from '../src/mist/spec/secret-names.ts';
import { isList, isRow, type Json } from './json.ts';

/** What the cloud shows instead of a secret to those who may not see it. */
export const MASK = '****';

/** Owners of a plain `key` or `keys` that is a secret, by the attribute they stand in. */
const OWNERS: Readonly<Record<string, string>> = { server_cert: 'cert', device_cert: 'cert', auth: 'wlan_auth' };

/**
 * A copy of an answer in which every secret is masked, as lesser roles get it.
 *
 * @param value the answer
 * @param owner name of the attribute that holds it
 */
export function masked(value: Json, owner = ''): Json {
  if (isList(value)) return value.map((one) => masked(one, owner));
  if (!isRow(value)) return value;
  const entries = Object.entries(value).map(([key, one]): [string, Json] => {
    return [key, isSecretName(key, OWNERS[owner] ?? '') ? maskAll(one) : masked(one, key)];
  });
  return Object.fromEntries(entries);
}

function maskAll(value: Json): Json {
  if (isList(value)) return value.map(maskAll);
  if (isRow(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, maskAll(one)]));
  return typeof value === 'string' && value !== '' ? MASK : value;
}
