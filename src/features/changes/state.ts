import type { Family } from '../../mist/families.ts';
import { propertiesOf, resolveRef, schemaOf } from '../../mist/schema-lookup.ts';
import type { ToolContext } from '../../tool/context.ts';
import { QuestionMemory } from '../../tool/question-memory.ts';
import { difference } from './difference.ts';
import type { Change, JsonObject } from './types.ts';

/**
 * The part of an object that must not change between the reading and the write: the roots that the plan replaces and
 * the time of the last change; of an object that is deleted, all but what the cloud itself keeps counting.
 *
 * @param roots names of the plan's roots, or undefined for the whole object
 */
export function stateOf(found: Family, object: JsonObject, roots: readonly string[] | undefined): JsonObject {
  const fields = propertiesOf(schemaOf(found.schema) ?? {});
  const steady = (name: string): boolean => {
    const field = fields.get(name);
    return field === undefined ? false : resolveRef(field.schema).readOnly !== true;
  };
  const names = roots ?? Object.keys(object).filter(steady);
  const kept = [...new Set([...names, 'modified_time'])].filter((name) => Object.hasOwn(object, name));
  return Object.fromEntries(kept.map((name) => [name, object[name]]));
}

/** What differs between two states, without the time of the change where more than that is known. */
export function stateChanges(before: JsonObject, now: JsonObject): readonly Change[] {
  const all = difference(before, now);
  const telling = all.filter(({ path }) => path !== 'modified_time');
  return telling.length > 0 ? telling : all;
}

/** States that questions were asked about, so that a refusal can say what changed meanwhile. */
const states = new QuestionMemory<JsonObject>(200);

/**
 * The state that the same question was last asked about, if it was another one.
 *
 * @param key who asks, and for what
 */
export function askedBefore(asker: Pick<ToolContext, 'desk'>, key: string, state: JsonObject): JsonObject | undefined {
  const known = states.get(asker, key);
  states.keep(asker, key, state);
  return known;
}
