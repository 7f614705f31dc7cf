import { MAX_PAGE_SIZE } from '../../../mist/limits.ts';
import type { ObjectChange } from '../model.ts';
import { textAt, textsOf } from '../state/row.ts';
import { quotedName } from '../wording.ts';
import { isMistFailure } from './failure.ts';
import type { Overlay } from './overlay.ts';
import type { Reader } from './reader.ts';

/**
 * Network templates that take networks which change over from the organization: what their switches get of them is not
 * computed.
 *
 * @returns whole sentences on what is not computed
 * @throws MistError when the call was cancelled
 */
export async function importedNetworks(
  reader: Reader,
  overlay: Overlay,
  changes: readonly ObjectChange[],
): Promise<readonly string[]> {
  const mine = changes.filter(({ family, before }) => family === 'org_networks' && before !== undefined);
  const [first] = mine;
  if (!first) return [];
  const names = new Set(mine.flatMap(({ before, after }) => [textAt(before, 'name'), textAt(after, 'name')]));
  try {
    const org_id = first.org_id ?? textAt(first.before, 'org_id') ?? '';
    const route = 'GET /api/v1/orgs/{org_id}/networktemplates';
    const templates = overlay.list(
      'org_networktemplates',
      await reader.list(route, { org_id }, { limit: MAX_PAGE_SIZE }),
    );
    return templates.flatMap((row) => {
      const imported = textsOf(row.import_org_networks).filter((name) => names.has(name));
      if (imported.length === 0) return [];
      const what = imported.map((name) => quotedName(name)).join(', ');
      return [
        `Network template ${quotedName(textAt(row, 'name') ?? '')} imports network ${what}: what its switches get is not computed.`,
      ];
    });
  } catch (error) {
    if (!isMistFailure(error)) throw error;
    return [`Whether network templates import the network could not be read: ${error.message.replace(/\.$/, '')}.`];
  }
}
