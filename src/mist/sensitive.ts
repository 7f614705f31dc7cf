/** A part of a configuration that opens the network to somebody, as its fields are named. */
interface SensitiveFields {
  readonly words: string;
  /** A field's name in lower case, without the dash that removes it. */
  readonly name: RegExp;
}

/** In the order in which questions name them. Which fields there are was looked up in the specification. */
export const SENSITIVE_FIELDS = {
  root_passwords: { words: 'root passwords', name: /^(?:root|mist|device|fips_zeroize)_passwords?$/ },
  local_accounts: { words: 'local accounts', name: /^(?:local_(?:accounts?|users?)|junos_shell_access)$/ },
  ssh_keys: { words: 'SSH keys', name: /(?:^|_)ssh_?(?:public_?)?keys?$|^authorized_keys$/ },
  cli_commands: { words: 'CLI commands', name: /(?:^|_)(?:cli|cmds?|commands?)$|^(?:script|user_data)$/ },
  webhook_targets: { words: 'webhook targets', name: /webhook_urls?$/ },
} as const satisfies Readonly<Record<string, SensitiveFields>>;

/** Kinds of sensitive fields. */
export type FieldKind = keyof typeof SENSITIVE_FIELDS;

/** Everything that the operator's policy has a rule for. */
export type SensitiveKind = FieldKind | 'deletions' | 'device_shells';

/** What it takes to do it: nothing is enough, a typed word beside the yes, or the yes alone. */
export const RULES = ['refuse', 'type', 'confirm'] as const;
export type Rule = (typeof RULES)[number];

/** The operator's rule for each kind. */
export type ChangePolicy = Readonly<Record<SensitiveKind, Rule>>;

/** The rules where the operator gives no others. */
export const STANDARD_POLICY: ChangePolicy = {
  root_passwords: 'type',
  local_accounts: 'type',
  ssh_keys: 'type',
  cli_commands: 'type',
  webhook_targets: 'type',
  deletions: 'type',
  device_shells: 'refuse',
};

const isFieldKind = (kind: string): kind is FieldKind => Object.hasOwn(SENSITIVE_FIELDS, kind);

/** The kinds of fields, in the order in which questions name them. */
export const FIELD_KINDS: readonly FieldKind[] = Object.keys(SENSITIVE_FIELDS).filter(isFieldKind);

/** Whether a text names a kind that a policy has a rule for. */
export const isSensitiveKind = (kind: string): kind is SensitiveKind => Object.hasOwn(STANDARD_POLICY, kind);
