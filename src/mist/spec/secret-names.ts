const SECRET_NAME =
  /(^|_)(psk|passphrase|password|passwd|secret|token|api_?key|apitoken|auth_keys?|client_key|partner_key|account_key|private_key|kek|mack|community_name)$/i;

/** Schemas whose plain `key` is a key in the cryptographic sense. */
const KEY_OWNER = /apitoken|cert/;

/**
 * Whether a property of this name holds a secret, going by the name alone: the API marks fewer than half of them.
 *
 * @param name the property's own name, without the path to it
 * @param owner name of the schema that the property stands in, where it is known: some names are secrets in one only
 */
export function isSecretName(name: string, owner = ''): boolean {
  // An object of settings; the secret in it, default_psk, is found by its own name.
  if (name === 'dynamic_psk') return false;
  if (SECRET_NAME.test(name)) return true;
  if (name === 'two_factor') return true;
  if (name === 'key') return KEY_OWNER.test(owner);
  return name === 'keys' && owner === 'wlan_auth';
}
