import { ConfigError, shown } from '../config/error.ts';
import { nearest } from '../core/nearest.ts';

/** Never proposed: whoever follows a suggestion without reading it should lose nothing. */
const NOT_PROPOSED = 'remove';

/** One sentence about a word that is no command, with the nearest one that is. */
export function unknownCommand(word: string, names: readonly string[]): ConfigError {
  const [close] = nearest(
    word,
    names.filter((name) => !name.startsWith('_')),
    1,
  );
  const guess = close === undefined || close === NOT_PROPOSED ? '' : ` Did you mean ${close}?`;
  return new ConfigError(`Unknown command ${shown(word)}.${guess} See mistmcp help.`);
}
