import { InputError } from '../../core/errors/input-error.ts';
import { LookupCache } from '../../mist/lookup-cache.ts';
import { worded } from '../../mist/worded.ts';
import type { LookupContext } from '../../tool/context.ts';
import { joinPorts, portsOf } from '../configuration/index.ts';
import { type Allowance, isAllowed } from './check/allowance.ts';
import { isObject, own } from './json.ts';
import { PORT_MAPS } from './port-ranges.ts';
import { reasonOf } from './reason.ts';
import type { JsonObject } from './types.ts';

interface ModelPorts {
  readonly failures: readonly string[];
  /** Ports of each model of switch as the constants write them, `ge-0/0/0-47, xe-0/2/0-3`. */
  readonly ports: ReadonlyMap<string, string>;
}

const known = new LookupCache<ModelPorts>();

const PORT = /^([a-z]+)-(\d+)\/(\d+)\/(\d+)/;

/** Ports that a refusal names. */
const MOST_NAMED = 6;

async function readModels({ send }: Pick<LookupContext, 'send'>): Promise<ModelPorts> {
  const { body } = await send('GET /api/v1/const/device_models', {});
  const rows: readonly unknown[] = Array.isArray(body) ? body : [];
  const ports = rows.flatMap((row) => {
    const [model, list] = [own(row, 'model'), own(own(row, 'defaults'), '_ports')];
    return typeof model === 'string' && typeof list === 'string' ? [[model, list] as const] : [];
  });
  return { failures: [], ports: new Map(ports) };
}

/** Ports in the keys of an object's maps, each with the key that has it. */
function portsIn(object: JsonObject, allowance: Allowance): Map<string, string> {
  const found = new Map<string, string>();
  for (const root of PORT_MAPS) {
    const map = own(object, root);
    for (const key of isObject(map) ? Object.keys(map) : [])
      if (!isAllowed(allowance, root))
        for (const port of portsOf(key)) if (PORT.test(port)) found.set(port, `${root}.${key}`);
  }
  return found;
}

/**
 * Refuses ports that a change of a switch brings in and that its model does not have. Members of a stack may be of other
 * models, so the slot is not held against it; nor is what the constants do not list, such as an expansion module.
 * Takes one request a session, and none where no port is named anew.
 *
 * @param before the roots that change, as they are
 * @param after the same roots as they would be
 * @param object the whole device as it would be
 * @returns whole sentences on what could not be checked
 * @throws InputError naming the ports that are not there, and those that are
 */
export async function checkPorts(
  context: LookupContext,
  { before, after, object }: { readonly before: JsonObject; readonly after: JsonObject; readonly object: JsonObject },
  allowance: Allowance,
): Promise<readonly string[]> {
  const { type, model } = object;
  if (type !== 'switch' || typeof model !== 'string') return [];
  const old = portsIn(before, allowance);
  const fresh = [...portsIn(after, allowance).keys()].filter((port) => !old.has(port));
  if (fresh.length === 0) return [];
  try {
    const { ports } = await known.get(context.session, 'models', () => readModels(context));
    const list = ports.get(model);
    if (list === undefined) return [];
    const places = portsOf(list).flatMap((port) => {
      const [, , , card, number] = PORT.exec(port) ?? [];
      return number === undefined ? [] : [{ card, number }];
    });
    const cards = new Set(places.map(({ card }) => card));
    const there = new Set(places.map(({ card, number }) => `${card}/${number}`));
    const missing = fresh.filter((port) => {
      const [, , , card, number] = PORT.exec(port) ?? [];
      return cards.has(card) && !there.has(`${card}/${number}`);
    });
    if (missing.length > 0) throw notThere(model, list, missing);
    return [];
  } catch (error) {
    if (error instanceof InputError) throw error;
    return [`Whether the model has these ports could not be checked: ${reasonOf(error)}.`];
  }
}

function notThere(model: string, list: string, missing: readonly string[]): InputError {
  const names = joinPorts(missing).split(',');
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return new InputError(
    worded([`The ${model} has no port ${names.slice(0, MOST_NAMED).join(', ')}${more}; it has ${list}.`]),
    'Nothing was sent. Name a port that is there.',
  );
}
