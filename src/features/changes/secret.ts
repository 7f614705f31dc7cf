import { isSecretName, isSecretVariable } from '../../mist/spec/secret-names.ts';
import { redact } from '../../tool/redact.ts';
import { isObject, own } from './json.ts';
import type { Keys } from './keys.ts';

/** The whole value is a reference to a variable, not the credential itself. */
const REFERENCE = /^\s*\{\{[^{}]*\}\}\s*$/;

const isText = (key: string | number): key is string => typeof key === 'string';

/**
 * Whether whatever stands at a place is a credential.
 *
 * @param names the attributes that lead there, from the root of the object
 */
export function isSecretPlace(names: readonly string[]): boolean {
  const [name = '', around = ''] = names.toReversed();
  if (names.includes('vars')) return isSecretVariable(name);
  if (names.some((one) => one === 'headers' || one === 'req_headers')) return true;
  const owner = around === 'auth' ? 'wlan_auth' : around;
  if (isSecretName(name, owner)) return true;
  // A map of credentials, such as auth_keys by key number.
  return names.slice(0, -1).some((one) => isSecretName(one)) && /^\d+$|^[0-9a-f]{12}$/.test(name);
}

/**
 * Whether what stands at a place is a credential, or has one in it, as answers would mask it.
 *
 * @param keys where it stands, from the root of the object
 */
export function isSecretAt(keys: Keys, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item: unknown, index) => isSecretAt([...keys, index], item));
  if (isObject(value)) return Object.keys(value).some((key) => isSecretAt([...keys, key], own(value, key)));
  if (typeof value === 'number') return isSecretPlace(keys.filter(isText));
  if (typeof value !== 'string' || value === '' || REFERENCE.test(value)) return false;
  const names = keys.filter(isText);
  if (isSecretPlace(names)) return true;
  const whole = names.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value);
  return redact(whole) !== whole;
}
