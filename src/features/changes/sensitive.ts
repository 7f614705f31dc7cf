import { cleanText } from '../../core/clean-text.ts';
import { InputError } from '../../core/errors/input-error.ts';
import {
  type ChangePolicy,
  FIELD_KINDS,
  type FieldKind,
  SENSITIVE_FIELDS,
  type SensitiveKind,
} from '../../mist/sensitive.ts';
import { inWords } from '../../mist/spec/secret-names.ts';
import { isObject } from './json.ts';
import { keysOf } from './keys.ts';
import type { Change } from './types.ts';
import { shownPath } from './visible.ts';

/** Attributes of a webhook that say where it sends, and with what. */
const WEBHOOK_TARGET = /(?:^|_)(?:urls?|headers?)$/;

const AUTHENTICATION =
  /auth|encrypt|cipher|pairwise|radius|radsec|tacacs|passw|passphrase|cert|saml|sso|psk|sae|owe|snmp|allow_mist|remote_shell|local_ssh|ssh_access/;
const SWITCH = /^(?:enabled?|disabled?)$|_(?:enabled|disabled)$|^(?:enable|disable)_/;

/** Line breaks, also those that only some programs take for one. */
const LINE_BREAK = /[\n\v\f\r\u0085\u2028\u2029]/;

/** What a line of Junos configuration begins with, also after a step up in the hierarchy. */
const COMMAND_START =
  /^\s*(?:(?:top|exit|up(?:\s+\d+)?)\s+)?(?:set|delete|deactivate|activate|insert|rename|copy|annotate|protect|unprotect|replace\s+pattern|wildcard\s+(?:delete|range))\s+\S/i;

/** A variable of a site is put into commands as it is: with a line break in it, or as a command, it is one itself. */
const isCommand = (text: string): boolean => LINE_BREAK.test(text) || COMMAND_START.test(text);

/** A name as the table has it, however it is written; a dash before it removes what it names. */
const plainName = (name: string): string => inWords(cleanText(name)).replace(/^_+|_+$/g, '');

/** Names on the way to a value and inside it. */
function namesOf({ path, from, to }: Change): readonly string[] {
  const names = keysOf(path).flatMap((key) => (typeof key === 'string' ? [key] : []));
  return [...names, ...namesIn(to), ...namesIn(from)].map(plainName);
}

function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return isObject(value) ? Object.entries(value).flatMap(([name, one]) => [name, ...namesIn(one)]) : [];
}

/** Every text in a value. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  const inner: readonly unknown[] = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return inner.flatMap(textsIn);
}

/**
 * What kinds of sensitive things a change touches.
 *
 * @param isWebhook whether the object is a webhook, whose plain `url` says where events go
 */
export function sensitiveKindsOf(change: Change, isWebhook: boolean): readonly FieldKind[] {
  const names = namesOf(change);
  const hasCommand = names.includes('vars') && textsIn(change.to).some(isCommand);
  const isTarget = isWebhook && names.some((one) => WEBHOOK_TARGET.test(one));
  return FIELD_KINDS.filter(
    (kind) =>
      names.some((one) => SENSITIVE_FIELDS[kind].name.test(one)) ||
      (kind === 'cli_commands' && hasCommand) ||
      (kind === 'webhook_targets' && isTarget),
  );
}

/** The kinds that changes touch, in the order in which a question names them. */
export function sensitiveKinds(changes: readonly Change[], isWebhook: boolean): readonly FieldKind[] {
  const found = new Set(changes.flatMap((change) => sensitiveKindsOf(change, isWebhook)));
  return FIELD_KINDS.filter((kind) => found.has(kind));
}

const isField = (kind: SensitiveKind): kind is FieldKind => Object.hasOwn(SENSITIVE_FIELDS, kind);

/** What of a write is sensitive, in words: `it changes SSH keys, CLI commands; it deletes`. */
export function sensitiveWords(kinds: readonly SensitiveKind[]): string {
  const fields = kinds.filter(isField).map((kind) => SENSITIVE_FIELDS[kind].words);
  return [
    ...(fields.length > 0 ? [`it changes ${fields.join(', ')}`] : []),
    ...(kinds.includes('deletions') ? ['it deletes'] : []),
    ...(kinds.includes('device_shells') ? ['it opens a shell on a device'] : []),
  ].join('; ');
}

/** Fields that a refusal names. */
const MOST_NAMED = 5;

/**
 * What the operator's policy asks of a write: a word typed beside the yes, or the yes alone.
 *
 * @param kinds what of it is sensitive
 * @param changes to name the fields in a refusal
 * @throws InputError for what the policy refuses
 */
export function requiresWord(
  kinds: readonly SensitiveKind[],
  policy: ChangePolicy,
  changes: readonly Change[],
  isWebhook: boolean,
): boolean {
  const refused = kinds.filter((kind) => policy[kind] === 'refuse');
  if (refused.length > 0) {
    const fields = changes
      .filter((change) => sensitiveKindsOf(change, isWebhook).some((kind) => refused.includes(kind)))
      .map(({ path }) => shownPath(path));
    const more = fields.length > MOST_NAMED ? ', …' : '';
    const named = fields.length > 0 ? ` (${fields.slice(0, MOST_NAMED).join(', ')}${more})` : '';
    throw new InputError(
      `The operator's policy refuses this: ${sensitiveWords(refused)}${named}. Nothing was sent.`,
      `Leave it out, or use the Mist portal. Whoever runs mistmcp decides on it with --policy (${refused.join(', ')}).`,
    );
  }
  return kinds.some((kind) => policy[kind] === 'type');
}

/** How far up in a question a change stands; the smallest number first. */
function rankOf(change: Change, isWebhook: boolean): number {
  const [kind] = sensitiveKindsOf(change, isWebhook);
  if (kind !== undefined) return FIELD_KINDS.indexOf(kind);
  const names = namesOf(change);
  const order = [
    change.secret,
    names.some((name) => AUTHENTICATION.test(name)),
    textsIn(change.to).some((text) => text.includes('://')),
    names.some((name) => SWITCH.test(name)),
    change.kind === 'remove',
  ];
  const at = order.indexOf(true);
  return FIELD_KINDS.length + (at < 0 ? order.length : at);
}

/** Changes with the dangerous first, otherwise in their order: nobody reads to the end with the same care. */
export function dangerousFirst(changes: readonly Change[], isWebhook: boolean): readonly Change[] {
  return changes
    .map((change) => ({ change, rank: rankOf(change, isWebhook) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ change }) => change);
}

/** Where changes of a webhook would send to, as the network reads the URLs. */
export function targetHosts(changes: readonly Change[], isWebhook: boolean): readonly string[] {
  const targets = changes.filter((change) => sensitiveKindsOf(change, isWebhook).includes('webhook_targets'));
  const urls = targets.flatMap(({ to }) => textsIn(to)).filter((text) => text.includes('://'));
  return [...new Set(urls.map((url) => hostOf(url) ?? 'a host that cannot be read from the URL'))];
}

/** The host that a URL leads to, with letters of other scripts in their coded form; undefined where it is no URL. */
export function hostOf(url: string): string | undefined {
  try {
    return new URL(url.trim()).host || undefined;
  } catch {
    return undefined;
  }
}
