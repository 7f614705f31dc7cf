import type { KnownNames } from '../mist/known-names.ts';
import { type ArgumentName, type ArgumentValues, meaningOf } from './arguments.ts';

/**
 * The values that begin with what was typed, then those that hold it; each once, letters' case does not matter.
 *
 * @param typed nothing typed offers all
 */
export function fitting(values: Iterable<string>, typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  const all = [...new Set(values)].filter((value) => value !== '');
  const at = (value: string): number => value.toLowerCase().indexOf(wanted);
  return [...all.filter((value) => at(value) === 0), ...all.filter((value) => at(value) > 0)];
}

/**
 * What completes an argument, from what is known now: nobody waits for the cloud here.
 *
 * @param filled the arguments that are filled in already; an empty one counts as absent
 */
export async function complete(
  name: ArgumentName,
  typed: string,
  names: KnownNames,
  filled: ArgumentValues,
): Promise<string[]> {
  const { choices, offer } = meaningOf(name);
  if (choices) return fitting(choices, typed);
  if (!offer) return [];
  const given = Object.fromEntries(Object.entries(filled).filter(([, value]) => value?.trim()));
  return fitting(await offer(names, given), typed);
}
