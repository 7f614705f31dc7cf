import { InputError } from '../../core/errors/input-error.ts';
import { worded } from '../../mist/worded.ts';
import type { LookupContext } from '../../tool/context.ts';
import { type Allowance, isAllowed } from './check/allowance.ts';
import { isObject, own } from './json.ts';
import { type Keys, keysText } from './keys.ts';
import { reasonOf } from './reason.ts';
import type { JsonObject } from './types.ts';

/** A channel that a change brings in. */
interface HeldChannel {
  readonly path: string;
  /** Where the country's own answer has it. */
  readonly band: Band;
  readonly channel: number;
}

type Band = keyof typeof BANDS;

/** Attributes of a radio, with the band that its channels are of. */
const BAND_OF: Readonly<Record<string, Band>> = {
  band_24: 'band24',
  band_5: 'band5',
  band_5_on_24_radio: 'band5',
  band_6: 'band6',
};

const BANDS = { band24: '2.4 GHz', band5: '5 GHz', band6: '6 GHz' } as const;

/** Channels below some attributes, wherever a radio stands: in an RF template, one of its models, `radio_config`. */
function* heldChannels(keys: Keys, value: unknown, band?: Band): Generator<HeldChannel> {
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = [...keys, key];
    if (band && (key === 'channel' || key === 'channels')) {
      const channels: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
      // 0 leaves the choice to the cloud.
      for (const channel of channels)
        if (typeof channel === 'number' && channel > 0) yield { path: keysText(at), band, channel };
    } else yield* heldChannels(at, inner, BAND_OF[key]);
  }
}

/** Channels of a band in a country, of every width. */
function channelsOf(country: JsonObject, band: Band): ReadonlySet<number> {
  const widths = own(country, `${band}_channels`);
  const lists = isObject(widths) ? Object.values(widths) : [];
  return new Set(lists.flatMap((list: unknown) => (Array.isArray(list) ? list.map(Number) : [])));
}

/**
 * Holds the channels that a change brings in against those of the country: the one that the object names, else that of
 * its site. Takes one request for the country's channels, and one for the site; none where no channel changes.
 *
 * @param before the roots that change, as they are
 * @param after the same roots as they would be
 * @param object the whole object as it would be
 * @returns whole sentences on what could not be checked
 * @throws InputError naming the channels that the country does not have, and those that it has
 */
export async function checkChannels(
  context: LookupContext,
  { before, after, object }: { readonly before: JsonObject; readonly after: JsonObject; readonly object: JsonObject },
  site_id: string | undefined,
  allowance: Allowance,
): Promise<readonly string[]> {
  const known = new Set([...heldChannels([], before)].map(({ path, channel }) => `${path} ${channel}`));
  const fresh = [...heldChannels([], after)].filter(
    ({ path, channel }) => !known.has(`${path} ${channel}`) && !isAllowed(allowance, path),
  );
  if (fresh.length === 0) return [];
  try {
    const code = await countryOf(context, object, site_id);
    // A template without a country serves sites of several; each radio keeps to its own.
    if (code === undefined) return [];
    const { body } = await context.send('GET /api/v1/const/ap_channels', { query: { country_code: code } });
    if (!isObject(body)) return [];
    const wrong = [...new Set(fresh.flatMap((held) => problemOf(held, code, body) ?? []))];
    if (wrong.length > 0) throw new InputError(worded(wrong), 'Nothing was sent. Choose channels of the country.');
    return [];
  } catch (error) {
    if (error instanceof InputError) throw error;
    return [`Channels of the country could not be checked: ${reasonOf(error)}.`];
  }
}

async function countryOf(
  context: LookupContext,
  { country_code }: JsonObject,
  site_id: string | undefined,
): Promise<string | undefined> {
  if (typeof country_code === 'string' && country_code !== '') return country_code;
  if (site_id === undefined) return undefined;
  const { body } = await context.send('GET /api/v1/sites/{site_id}', { path: { site_id } });
  const code = own(body, 'country_code');
  return typeof code === 'string' && code !== '' ? code : undefined;
}

function problemOf({ path, band, channel }: HeldChannel, code: string, country: JsonObject): string | undefined {
  const allowed = channelsOf(country, band);
  const isOff = own(country, `${band}_enabled`) === false;
  // A country whose channels of a band the cloud does not list proves nothing.
  if (!isOff && (allowed.size === 0 || allowed.has(channel))) return undefined;
  if (isOff) return `\`${path}\` cannot be ${channel}: ${code} has no ${BANDS[band]}.`;
  const list = [...allowed].sort((a, b) => a - b).join(', ');
  return `\`${path}\` cannot be ${channel}: in ${code} the channels of ${BANDS[band]} are ${list}.`;
}
