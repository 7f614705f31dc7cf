import { isSecretName } from '../../mist/spec/secret-names.ts';
import { isObject, own } from './json.ts';
import type { Keys } from './keys.ts';

/** Variables are named freely, so more words count than in the API's own names. */
const VARIABLE = /psk|pass|pwd|secret|token|key|community|credential|(^|_)pin$/i;

/** Lines of device configuration and the words in them that a credential follows, and forms of credentials anywhere. */
const COMMANDS = /(?:^|_)(?:cli|cmds?|commands?)$/;
const COMMAND_SECRET = /password|passwd|passphrase|secret|psk|community|-key\b|key-string|\bcak\b|\bmd5\b/i;
const TEXT_SECRET =
  /\$(?:1|5|6|8|9|2[aby])\$|-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY|:\/\/[^\s/:@?#]*:[^\s/@]+@|\bbearer\s/i;

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
  if (names.includes('vars')) return VARIABLE.test(name);
  if (names.some((one) => one === 'headers' || one === 'req_headers')) return true;
  const owner = around === 'auth' ? 'wlan_auth' : around;
  if (isSecretName(name, owner)) return true;
  // A map of credentials, such as auth_keys by key number.
  return names.slice(0, -1).some((one) => isSecretName(one)) && /^\d+$|^[0-9a-f]{12}$/.test(name);
}

/**
 * Whether what stands at a place is a credential, or has one in it. Rather too often than too seldom: what is said to be
 * one is only hidden.
 *
 * @param keys where it stands, from the root of the object
 */
export function isSecretAt(keys: Keys, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item: unknown, index) => isSecretAt([...keys, index], item));
  if (isObject(value)) return Object.keys(value).some((key) => isSecretAt([...keys, key], own(value, key)));
  if (typeof value === 'number') return isSecretPlace(keys.filter(isText));
  if (typeof value !== 'string' || value === '' || REFERENCE.test(value)) return false;
  const names = keys.filter(isText);
  if (isSecretPlace(names) || TEXT_SECRET.test(value)) return true;
  return names.some((name) => COMMANDS.test(name)) && COMMAND_SECRET.test(value);
}
