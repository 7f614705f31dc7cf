import { MistError } from '../../core/errors/mist-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { targetOf } from '../../mist/http/target.ts';
import { visibleOrgs } from '../../mist/names.ts';
import type { Effect } from '../../mist/spec/operations.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { LookupContext, Question } from '../../tool/context.ts';
import { redact } from '../../tool/redact.ts';
import {
  type Change,
  cut,
  difference,
  displayName,
  fittingLines,
  type Plan,
  quoted,
  typedFor,
  visible,
} from '../changes/index.ts';
import type { Counterpart } from './counterpart.ts';
import type { Invocation } from './invocation.ts';
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
  if (plan && current) return difference(current, plan.result);
  if (current && route.startsWith('DELETE ')) return difference(current, {});
  return difference({}, isRecord(body) ? body : body === undefined ? {} : { body });
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

/** What an object is called by the people who look after it. */
function nameOf({ current = {} }: Counterpart): string | undefined {
  const name = current.name ?? current.ssid;
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
  return write.invocation.route.startsWith('DELETE ') ? 'What is lost:' : 'What is sent:';
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
 */
export async function questionOf(context: LookupContext, write: ApiWrite): Promise<Omit<Question, 'bound'>> {
  const { invocation, counterpart, warnings } = write;
  const { route, query } = invocation;
  const target = targetOf(invocation);
  const { id, effect } = operation(route);
  const name = displayName(nameOf(counterpart));
  const changes = changesOf(write);
  const head = [
    `${wordsOf(id)}${name === undefined ? '' : ` ${quoted(name)}`}${effect === 'disruptive' ? ' – MAY INTERRUPT SERVICE' : ''}`,
    cut(visible(`${target.method} ${target.path}`), 400),
    `Effect: ${EFFECTS[effect]}`,
    ...deviceLines(counterpart),
    ...(await placeLines(context, invocation)),
    ...Object.entries(query).map(([key, value]) =>
      cut(visible(`${key}: ${JSON.stringify(redact({ [key]: value }))}`), LINE),
    ),
  ];
  const notes = [
    ...warnings.slice(0, 5).map((warning) => cut(warning, LINE)),
    ...(counterpart.unread === undefined
      ? []
      : [cut(`What is there now could not be read: ${counterpart.unread}`, LINE)]),
  ];
  const rest = listed('Warnings:', notes);
  const room = Math.max(MOST - [...head, ...rest].join('\n').length - 60, 300);
  const lines = fittingLines(changes, room, {
    ...{ names: new Map(), most: 120, single: !isUpdate(write) },
    mask: (value) => redact(value),
  });
  return {
    message: [...head, ...listed(titleOf(write, changes.length), changes.length > 0 ? lines : []), ...rest].join('\n'),
    ...(route.startsWith('DELETE ') ? { typed: typedFor(name) } : {}),
  };
}
