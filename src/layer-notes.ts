import { incompleteTools } from './enabled-tools.ts';
import { servedLayer } from './mist/newer-layer.ts';
import { ownTable } from './mist/spec/operations.ts';

/** `12 operations`, with the noun in the number that it needs. */
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Which release is served, from where, and how it differs from the one that the program was made for: one sentence. */
export function releaseServed(): string {
  const own = ownTable().version;
  const layer = servedLayer();
  if (!layer) return `Mist ${own}, which this version of mistmcp was made for`;
  const { release, folder, added, gone } = layer;
  const more = added.length > 0 ? `, ${counted(added.length, 'new operation')} counted as changes` : '';
  const less = gone.length > 0 ? `, ${counted(gone.length, 'operation')} of it gone` : '';
  return `Mist ${release}, from ${folder}; this version of mistmcp was made for ${own}${more}${less}`;
}

/** What the operator of a server should know of the layer that it serves: nothing where it is the program's own. */
export function layerNotes(): readonly string[] {
  const layer = servedLayer();
  if (!layer) return [];
  const notes = incompleteTools().map(({ name, missing = [], unserved }) => {
    const [first = '', ...more] = missing;
    const others = more.length > 0 ? ` and ${counted(more.length, 'other route')} of it` : '';
    const routes = `Mist ${layer.release} has no ${first}${others}.`;
    return unserved ? `${name} is left out: ${routes}` : `${name} answers fewer questions: ${routes}`;
  });
  return [`${releaseServed()}.`, ...notes];
}
