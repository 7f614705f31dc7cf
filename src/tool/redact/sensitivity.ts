import { cleanText } from '../../core/clean-text.ts';
import { isSecretName, isSecretVariable } from '../../mist/spec/secret-names.ts';

/** What the place of a value says about it. */
export type Sensitivity = 'plain' | 'secret' | 'cli' | 'all_values' | 'vars';

/** Names whose text is device configuration. */
const CLI_NAME = /(?:^|_)(?:cli|cmds?|commands?)$/;

/** Whether the text under a name is lines of device configuration. */
export const isCliName = (name: string): boolean => CLI_NAME.test(name);

const decided = new Map<string, Map<string, Sensitivity>>();
/** Names come from the cloud: a map with ids as keys must not fill the memory. */
const MOST_DECIDED = 5000;
/** Names whose place depends on where they stand. */
const IN_OWNER: ReadonlySet<string> = new Set(['key', 'keys', 'code', 'session', 'url']);

/**
 * What stands under a name.
 *
 * @param key the name as it is given; what nobody sees in it does not count
 * @param owner the schema that the name most likely stands in, see `isSecretName`
 * @param around the place of the object
 */
export function sensitivityOf(key: string, owner: string, around: Sensitivity): Sensitivity {
  const name = cleanText(key);
  if (around === 'vars') return isSecretVariable(name) ? 'secret' : 'plain';
  const matters = IN_OWNER.has(name) ? owner : '';
  let names = decided.get(matters);
  if (!names || names.size >= MOST_DECIDED) {
    if (decided.size >= MOST_DECIDED) decided.clear();
    names = new Map();
    decided.set(matters, names);
  }
  let place = names.get(name);
  if (place === undefined) {
    place = decide(name, owner);
    names.set(name, place);
  }
  // Lines of configuration may be grouped under further names.
  return place === 'plain' && around === 'cli' ? 'cli' : place;
}

function decide(name: string, owner: string): Sensitivity {
  if (isSecretName(name, owner)) return 'secret';
  if (name === 'vars') return 'vars';
  if (name === 'headers' || name === 'req_headers') return 'all_values';
  return isCliName(name) ? 'cli' : 'plain';
}
