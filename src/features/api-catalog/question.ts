import { digestOf, sealOf } from '../../core/digest.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import { visibleOrgs } from '../../mist/names.ts';
import { operation } from '../../mist/spec/operations.ts';
import type { ChangeCall, Question } from '../changes/change-context.ts';
import { difference } from '../changes/difference.ts';
import { fittingLines } from '../changes/difference-text.ts';
import { openly } from '../changes/display-text.ts';
import { isObject } from '../changes/json.ts';
import type { Change, JsonObject, Plan } from '../changes/types.ts';
import { cut, quoted, visible } from '../changes/visible.ts';
import type { Counterpart } from './counterpart.ts';
import { type Invocation, targetOf } from './invocation.ts';
import { wordsOf } from './words.ts';

/** A write that is about to be asked for. */
export interface Matter {
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
export function changesOf({ invocation, counterpart, plan }: Matter): readonly Change[] {
  const { body, route } = invocation;
  const { current } = counterpart;
  if (plan && current) return difference(current, plan.result);
  if (current && route.startsWith('DELETE ')) return difference(current, {});
  return difference({}, isObject(body) ? body : body === undefined ? {} : { body });
}

const isUpdate = ({ plan }: Matter): boolean => plan !== undefined;

/** What there is of the object that must not change between the question and the answer. */
function stateOf({ counterpart: { current = {} }, plan, invocation }: Matter): JsonObject {
  const roots = plan?.roots ?? (invocation.route.startsWith('DELETE ') ? ['id', 'name', 'ssid'] : []);
  const names = [...roots, 'modified_time'].filter((name) => Object.hasOwn(current, name));
  return Object.fromEntries(names.map((name) => [name, current[name]]));
}

/** What an object is called by the people who look after it. */
function nameOf({ current = {} }: Counterpart): string | undefined {
  const name = current.name ?? current.ssid;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

async function places(call: ChangeCall, { path }: Invocation): Promise<readonly string[]> {
  const lines: string[] = [];
  try {
    let org = path.org_id;
    if (path.site_id !== undefined) {
      const { body } = await call.send('GET /api/v1/sites/{site_id}', { path: { site_id: path.site_id } });
      const site = isObject(body) ? body : {};
      if (typeof site.name === 'string') lines.push(`Site: ${quoted(site.name)}`);
      if (typeof site.org_id === 'string') org ??= site.org_id;
    }
    const found = (await visibleOrgs(call)).find(({ id }) => id === org);
    if (found) lines.unshift(`Organisation: ${quoted(found.name)}`);
  } catch (error) {
    if (!(error instanceof MistError) || error.kind === 'cancelled') throw error;
    lines.push('Its organisation or site could not be read.');
  }
  return lines;
}

const listed = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  • ${visible(line)}`)];

function titleOf(matter: Matter, count: number): string {
  if (isUpdate(matter)) return `${count} ${count === 1 ? 'difference' : 'differences'}, old → new:`;
  return matter.invocation.route.startsWith('DELETE ') ? 'What is lost:' : 'What is sent:';
}

/** Words with single plain spaces between them: other blanks cannot be told apart by eye. */
const TYPABLE = /^\S+(?: \S+)*$/;

function typedFor(matter: Matter, name: string | undefined): string | undefined {
  if (!matter.invocation.route.startsWith('DELETE ')) return undefined;
  return name !== undefined && name.length <= 64 && visible(name) === name && TYPABLE.test(name) ? name : 'delete';
}

/**
 * What a yes is bound to: the request with its body, and the state of the object that was shown. Sealed, since bodies and
 * states hold secrets and the application sees the digest.
 */
export const digestFor = ({ session }: ChangeCall, matter: Matter): string => {
  const { query, body = null } = matter.invocation;
  const state = digestOf(stateOf(matter));
  return sealOf({ ...targetOf(matter.invocation), query, body, state }, session.token ?? '');
};

/**
 * The question to the person: which operation, where, from which value to which.
 */
export async function questionOf(call: ChangeCall, matter: Matter): Promise<Question & { readonly digest: string }> {
  const { invocation, counterpart, warnings } = matter;
  const { route, query } = invocation;
  const target = targetOf(invocation);
  const { id, effect } = operation(route);
  const name = openly(call, nameOf(counterpart));
  const changes = changesOf(matter);
  const head = [
    `${wordsOf(id)}${name === undefined ? '' : ` ${quoted(name)}`}${effect === 'disruptive' ? ' – MAY INTERRUPT SERVICE' : ''}`,
    cut(visible(`${target.method} ${target.path}`), 400),
    ...(await places(call, invocation)),
    ...Object.entries(query).map(([key, value]) =>
      cut(visible(`${key}: ${JSON.stringify(call.mask({ [key]: value }))}`), LINE),
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
    ...{ names: new Map(), most: 120, single: !isUpdate(matter) },
    mask: (value) => call.mask(value),
  });
  const digest = digestFor(call, matter);
  const typed = typedFor(matter, name);
  return {
    message: [...head, ...listed(titleOf(matter, changes.length), changes.length > 0 ? lines : []), ...rest].join('\n'),
    ...{ bound: digest, digest },
    ...(typed === undefined ? {} : { typed }),
  };
}
