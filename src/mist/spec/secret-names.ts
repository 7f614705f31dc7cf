/** What the name of a secret ends with, in words. */
const SECRET_END = new RegExp(
  `(?:^|_)(?:${[
    ...['psk', 'passphrase', 'passwords?', 'passwd', 'passcode', 'otp', 'pin', 'pwd', 'secret', 'token', 'jwt'],
    ...['kek', 'mack', 'community_name'],
    ...['api_?key', 'apitoken', 'auth_keys?', 'secret_key', 'shared_key', 'client_key', 'partner_key', 'account_key'],
    ...['private_key', 'access_key', 'encryption_key', 'subscription_key', 'preshared_key', 'wep_key'],
    // Whoever has one of these needs nothing else: they register, claim, enroll, download or log in.
    ...['magic', 'registration_code', 'claim_?codes?', 'activation_code', 'invite_code', 'conductor_cmd'],
    ...['registration_cmd', 'register_command'],
    ...['router_shell_cmd', 'enrollment_url', 'presigned_url', 'pcap_url', 'user_data'],
    ...['saml_assertion(?:_xml)?', 'saml_response'],
  ].join('|')})$`,
);

const EXACTLY: ReadonlySet<string> = new Set(['two_factor', 'proxy_authorization', 'cookie', 'set_cookie']);

/** Sound like secrets and are none: settings around one, and the words on a button. */
const HARMLESS: ReadonlySet<string> = new Set(['dynamic_psk', 'authButtonPassphrase']);

/** Names whose nature depends on what they stand in: schemas by name, or what an object most likely is. */
const IN_OWNER: Readonly<Record<string, RegExp>> = {
  key: /apitoken|cert/,
  keys: /^wlan_auth$/,
  code: /^claim_activation|^code_string$/,
  session: /^shell$/,
  cli_commands: /register_cmd$/,
  url: /^shell$/,
};

/** Longer names are no names; the end of one says what it is. */
const LONGEST = 200;

/** The words of a name with `_` between them, in lower case: `X-Api-Key`, `apiKey` and `api.key` are `api_key`. */
export const inWords = (name: string): string =>
  name
    .slice(-LONGEST)
    .replace(/([a-z\d])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$&_')
    .replace(/[^A-Za-z\d]+/g, '_')
    .toLowerCase();

/**
 * Whether a property of this name holds a secret, going by the name alone: the API marks fewer than half of them.
 *
 * @param name the property's own name, without the path to it
 * @param owner name of the schema that the property stands in, where it is known: some names are secrets in one only
 */
export function isSecretName(name: string, owner = ''): boolean {
  if (HARMLESS.has(name)) return false;
  const words = inWords(name);
  if (SECRET_END.test(words) || EXACTLY.has(words)) return true;
  return Object.hasOwn(IN_OWNER, name) && IN_OWNER[name]?.test(owner) === true;
}

/** Stems that stand in no other word, and words that do stand in others: `bypass`, `turkey`, `pinned`. */
const STEM = /psk|passw|passphrase|pwd|secret|token|credential/;
const WORD =
  /(?:^|_)(?:(?:api|auth|wifi|wlan|wpa|wep|guest|user|admin|root|radius|tacacs|snmp|ospf|bgp|ike|ipsec|vpn|enable|login|shared|private|master|ssh|ntp)?(?:keys?|pass)|pass(?:code|es)?|pins?|community|communities|creds?|jwt)\d{0,3}(?:_|$)/;

/** What the last word of a harmless one is: a fact about the secret, or where it is used. */
const HARMLESS_END =
  /(?<!secret)_(?:ids?|vlans?|ips?|ipv4|ipv6|subnets?|hosts?|ports?|servers?|length|type|idx|index|interval|lifetime|ttl|timeout|count|enabled|mode|version)$/;

/**
 * Whether a variable of a site, device or template holds a secret. They are named freely, so more words count than in
 * the API's own names; rather one too many is hidden.
 */
export function isSecretVariable(name: string): boolean {
  const words = inWords(name);
  if (!STEM.test(words) && !WORD.test(words)) return false;
  return isSecretName(name) || !HARMLESS_END.test(words);
}
