import type { JsonObject } from '../../../core/json.ts';
import { shortValue } from '../compare/value-words.ts';
import type { EffectGroup, KeyChange, ObjectChange } from '../model.ts';
import { isMistFailure } from '../reading/failure.ts';
import { changedRoots } from '../reading/needs.ts';
import type { Overlay } from '../reading/overlay.ts';
import type { Reader } from '../reading/reader.ts';
import { textAt } from '../state/row.ts';
import { quotedName } from '../wording.ts';
import { placesOfSsid } from './ssid-places.ts';

/** Families of the keys that people join WLANs with. */
const FAMILIES: readonly string[] = ['org_psks', 'site_psks'];

/** Attributes of a key that only people read. */
const LABELS: ReadonlySet<string> = new Set([
  ...['note', 'email', 'admin_sso_id', 'expiry_notification_time', 'notify_expiry', 'notify_on_create_or_edit'],
  'old_passphrase',
]);

/** Whether a change is about a key of a WLAN. */
export const isKeyChange = ({ family }: ObjectChange): boolean => FAMILIES.includes(family);

/** Keys that decide otherwise after changes, and where. */
interface KeyReading {
  readonly keys: readonly KeyChange[];
  readonly groups: readonly EffectGroup[];
  readonly layers: readonly string[];
}

const wordsOf = (name: string, row: JsonObject | undefined): string | undefined =>
  row?.[name] === undefined || row[name] === null ? undefined : shortValue(name, row[name]);

function groupsOf({ name, before, after, sites }: KeyChange, roots: readonly string[]): readonly EffectGroup[] {
  const at = { sites: sites ?? [], devices: [] };
  const subject = `key ${quotedName(name)}`;
  const ssid = (row: JsonObject | undefined): string | undefined =>
    row && `for SSID ${quotedName(textAt(row, 'ssid') ?? '')}`;
  if (!before || !after) return [{ ...at, subject, was: ssid(before), becomes: ssid(after) }];
  return roots.map((root) => {
    const [was, becomes] = [wordsOf(root, before), wordsOf(root, after)];
    const isMasked = was !== undefined && was === becomes;
    return { ...at, subject: `${subject} ${root}`, was, becomes: isMasked ? `another ${was}` : becomes };
  });
}

/**
 * What becomes of keys, and at which sites their WLANs are in force.
 *
 * @throws MistError when the call was cancelled
 */
export async function readKeys(
  reader: Reader,
  overlay: Overlay,
  changes: readonly ObjectChange[],
): Promise<KeyReading> {
  const [keys, groups, layers]: [KeyChange[], EffectGroup[], string[]] = [[], [], []];
  for (const change of changes.filter(isKeyChange)) {
    const { id, before, after } = change;
    const org_id = change.org_id ?? textAt(before ?? after, 'org_id') ?? '';
    const roots = changedRoots(change).filter((root) => !LABELS.has(root));
    if (roots.length === 0) continue;
    const ssid = textAt(after ?? before, 'ssid') ?? '';
    const name = textAt(after ?? before, 'name') ?? '';
    const places = await placesOfSsid(reader, overlay, change, ssid).catch((error: unknown) => {
      if (isMistFailure(error)) return undefined;
      throw error;
    });
    const key: KeyChange = { ...{ id, org_id, name, ssid, before, after, roots }, sites: places?.sites };
    keys.push(key);
    groups.push(...groupsOf(key, roots));
    layers.push(...(places?.layers ?? []));
  }
  return { keys, groups, layers };
}
