import { MistError } from '../../core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { targetOf } from '../../mist/http/target.ts';
import { visibleOrgs } from '../../mist/names.ts';
import type { SensitiveKind } from '../../mist/sensitive.ts';
import type { Effect } from '../../mist/spec/operations.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { LookupContext, Question, ToolContext } from '../../tool/context.ts';
import { redact } from '../../tool/redact.ts';
import {
  type Change,
  completeLines,
  contentsOf,
  cut,
  dangerousFirst,
  difference,
  displayName,
  fittingLines,
  isGiven,
  own,
  type Plan,
  quoted,
  removedBy,
  requiresWord,
  same,
  sensitiveKinds,
  sensitiveLines,
  typedFor,
  visible,
  type Wording,
} from '../changes/index.ts';
import { commandLines } from '../effects/index.ts';
import type { Counterpart } from './counterpart.ts';
import { deviceNamesIn } from './device-names.ts';
import { interruptionOf } from './interruption.ts';
import { deletes, type Invocation, opensShell } from './invocation.ts';
import { wordsOf } from './words.ts';

/** A write that is about to be asked for. */
export interface ApiWrite {
  readonly invocation: Invocation;
  readonly counterpart: Counterpart;
  /** What an update makes of the object, where it could be read. */
  readonly plan: Plan | undefined;
  readonly warnings: readonly string[];
}

/** Longest message, in characters: what is longer is not read. */
const MOST = 2000;
const LINE = 160;

/** What differs, or what is sent or lost where there is nothing to hold it against. */
export function changesOf({ invocation, counterpart, plan }: ApiWrite): readonly Change[] {
  const { body, route } = invocation;
  const { current } = counterpart;
  if (plan && current) return [...difference(current, plan.result), ...givenBy(body, current)];
  if (current && route.startsWith('DELETE ') && body === undefined) return difference(current, {});
  return contentsOf(body);
}

/** What belongs to the cloud and is sent as another value all the same: an object may move by that. */
function givenBy(body: unknown, current: JsonObject): readonly Change[] {
  const given = isRecord(body) ? Object.keys(body).filter((name) => isGiven(removedBy(name) ?? name)) : [];
  const other = given.filter((name) => !isRecord(body) || !same(own(body, name), own(current, name)));
  return difference(pick(current, other), isRecord(body) ? pick(body, other) : {});
}

const isUpdate = ({ plan }: ApiWrite): boolean => plan !== undefined;

/** What there is of the object or device that must not change between the question and the write. */
export function stateOf({ counterpart: { current = {}, device }, plan, invocation }: ApiWrite): JsonObject {
  if (device) return pick(device, ['name', 'mac', 'model', 'type']);
  const roots = plan?.roots ?? (invocation.route.startsWith('DELETE ') ? ['id', 'name', 'ssid'] : []);
  return pick(current, [...roots, 'modified_time']);
}

const pick = (object: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.filter((name) => Object.hasOwn(object, name)).map((name) => [name, object[name]]));

/** What an object or device is called by the people who look after it. */
function nameOf({ current, device }: Counterpart): string | undefined {
  const object = current ?? device ?? {};
  const name = object.name ?? object.ssid;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

async function placeLines(context: LookupContext, { path }: Invocation): Promise<readonly string[]> {
  const lines: string[] = [];
  try {
    let org = path.org_id;
    if (path.site_id !== undefined) {
      const { body } = await context.send('GET /api/v1/sites/{site_id}', { path: { site_id: path.site_id } });
      const site = isRecord(body) ? body : {};
      if (typeof site.name === 'string') lines.push(`Site: ${quoted(site.name)}`);
      if (typeof site.org_id === 'string') org ??= site.org_id;
    }
    const found = (await visibleOrgs(context)).find(({ id }) => id === org);
    if (found) lines.unshift(`Organization: ${quoted(found.name)}`);
  } catch (error) {
    if (!(error instanceof MistError) || error.kind === 'cancelled') throw error;
    lines.push('Its organization or site could not be read.');
  }
  return lines;
}

const listed = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  • ${visible(line)}`)];

function titleOf(write: ApiWrite, count: number): string {
  if (isUpdate(write)) return `${count} ${count === 1 ? 'difference' : 'differences'}, old → new:`;
  return isPlainDelete(write.invocation) ? 'What is lost:' : 'What is sent:';
}

/** A deletion sends nothing but its body, where it has one at all. */
const isPlainDelete = ({ route, body }: Invocation): boolean => route.startsWith('DELETE ') && body === undefined;

/** What of a write is sensitive, and whether a word has to be typed for it. */
export interface Sensitivity {
  readonly kinds: readonly SensitiveKind[];
  readonly isWebhook: boolean;
  readonly typed: boolean;
}

/** @throws InputError for what the operator's policy refuses */
export function sensitivity({ policy }: Pick<ToolContext, 'policy'>, write: ApiWrite): Sensitivity {
  const { invocation } = write;
  const changes = isPlainDelete(invocation) ? [] : changesOf(write);
  const isWebhook = /\/webhooks(?:\/|$)/.test(invocation.route);
  const kinds: readonly SensitiveKind[] = [
    ...sensitiveKinds(changes, isWebhook),
    ...(deletes(invocation) ? (['deletions'] as const) : []),
    ...(opensShell(invocation) ? (['device_shells'] as const) : []),
  ];
  return { kinds, isWebhook, typed: requiresWord(kinds, policy.changePolicy, changes, isWebhook) };
}

const EFFECTS: Readonly<Record<Effect, string>> = {
  read: 'only reads',
  diagnostic: 'diagnostic, changes nothing',
  write: 'changes configuration or state',
  disruptive: 'may interrupt service',
};

/** The device that a command is for, as people know it. */
function deviceLines({ device }: Counterpart): readonly string[] {
  if (!device) return [];
  const text = (name: string): string => (typeof device[name] === 'string' ? String(device[name]) : '');
  const details = [text('model'), text('mac')].filter(Boolean).map((part) => visible(part));
  return [`Device: ${text('name') ? quoted(text('name')) : 'without a name'} (${details.join(', ')})`];
}

/**
 * The question to the person: which operation, where, from which value to which.
 *
 * @throws InputError when what would be sent is too long to be shown, or the policy refuses it
 */
export async function questionOf(
  context: LookupContext & Pick<ToolContext, 'policy'>,
  write: ApiWrite,
): Promise<Omit<Question, 'bound'>> {
  const { invocation, counterpart } = write;
  const { kinds, isWebhook, typed } = sensitivity(context, write);
  const name = displayName(nameOf(counterpart));
  const changes = changesOf(write);
  const devices = await deviceNamesIn(context, invocation);
  const wording: Wording = {
    names: devices.names,
    most: 120,
    single: !isUpdate(write),
    mask: (value: unknown) => redact(value),
  };
  const verdict = await interruptionOf(context, invocation);
  const isUnsafe = verdict?.decision === 'UNSAFE';
  const head = [
    ...(verdict ? [...commandLines(verdict).map((line) => visible(line)), ''] : []),
    ...titleLines(invocation, counterpart, name),
    ...(invocation.route.startsWith('DELETE ') && kinds.length === 1 ? [] : sensitiveLines(kinds, changes, isWebhook)),
    ...(await aboutLines(context, invocation, counterpart)),
  ];
  const rest = listed('Warnings:', notesOf(write, devices.notes));
  const room = Math.max(MOST - [...head, ...rest].join('\n').length - 60, 300);
  const lines = isPlainDelete(invocation)
    ? fittingLines(changes, room, wording)
    : completeLines(dangerousFirst(changes, isWebhook), wording);
  return {
    message: [...head, ...listed(titleOf(write, changes.length), changes.length > 0 ? lines : []), ...rest].join('\n'),
    ...(typed || isUnsafe ? { typed: typedFor(name, kinds.includes('deletions') ? 'delete' : 'change') } : {}),
    ...(isUnsafe ? { personOnly: 'The verdict on this operation is UNSAFE' } : {}),
  };
}

function titleLines({ route }: Invocation, { device }: Counterpart, name: string | undefined): readonly string[] {
  const { id, effect } = operation(route);
  const named = name === undefined || device ? '' : ` ${quoted(name)}`;
  return [`${wordsOf(id)}${named}${effect === 'disruptive' ? ' – MAY INTERRUPT SERVICE' : ''}`];
}

/** Where it goes, what it does there, and with which parameters. */
async function aboutLines(
  context: LookupContext,
  invocation: Invocation,
  counterpart: Counterpart,
): Promise<readonly string[]> {
  const target = targetOf(invocation);
  return [
    visible(`${target.method} ${target.path}`),
    `Effect: ${EFFECTS[operation(invocation.route).effect]}`,
    ...deviceLines(counterpart),
    ...(await placeLines(context, invocation)),
    ...Object.entries(invocation.query).map(([key, value]) =>
      visible(`${key}: ${JSON.stringify(redact({ [key]: value }))}`),
    ),
  ];
}

function notesOf({ warnings, counterpart }: ApiWrite, notes: readonly string[]): readonly string[] {
  return [
    ...notes,
    ...warnings.slice(0, 5).map((warning) => cut(warning, LINE)),
    ...(counterpart.unread === undefined
      ? []
      : [cut(`What is there now could not be read: ${counterpart.unread}`, LINE)]),
  ];
}
