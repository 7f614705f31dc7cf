import type { JsonObject } from '../../../core/json.ts';
import type { Evidence } from '../model.ts';
import type { Rule } from '../rule.ts';
import { listOf, recordOf, textOf } from '../values.ts';
import type { ConfigView } from '../view.ts';

/** Channels of 2.4 GHz that do not overlap: three of 22 MHz, or four of 20 MHz where 13 may be used. */
const SETS: readonly (readonly number[])[] = [
  [1, 6, 11],
  [1, 5, 9, 13],
];

/** What an RF template says of 2.4 GHz: of all models, and of single ones. */
function* bandsOf(
  template: JsonObject,
): Iterable<{ band: JsonObject; wrap: (band: JsonObject) => JsonObject; at: string }> {
  yield { band: recordOf(template.band_24), wrap: (band_24) => ({ band_24 }), at: 'band_24' };
  for (const [model, one] of Object.entries(recordOf(template.model_specific)))
    yield {
      band: recordOf(recordOf(one).band_24),
      wrap: (band_24) => ({ model_specific: { [model]: { band_24 } } }),
      at: `model_specific.${model}.band_24`,
    };
}

function* fixedRadios(view: ConfigView): Iterable<Evidence> {
  for (const object of view.of('site_devices')) {
    const radios = recordOf(object.value.radio_config);
    const fixed = Object.entries(radios).flatMap(([band, one]) =>
      ['channel', 'power']
        .filter((name) => band.startsWith('band_') && textOf(recordOf(one)[name]) !== '')
        .map((name) => ({ band, name, value: textOf(recordOf(one)[name]) })),
    );
    // 0 leaves the choice to the cloud.
    const set = fixed.filter(({ value }) => value !== '0');
    if (set.length === 0) continue;
    const payload: Record<string, JsonObject> = {};
    for (const { band, name } of set) payload[band] = { ...payload[band], [name]: null };
    yield {
      object,
      evidence: set.map(({ band, name, value }) => `radio_config.${band}.${name} ${value}`).join(', '),
      fix: view.update(object, { radio_config: payload }),
    };
  }
}

/** Rules about radios. */
export const RADIO_RULES: readonly Rule[] = [
  {
    id: 'wide-24ghz',
    severity: 'high',
    title: 'The RF template has channels of 40 MHz in 2.4 GHz, where there is room for one',
    over: ['org_rftemplates'],
    *find(view) {
      for (const object of view.of('org_rftemplates'))
        for (const { band, wrap, at } of bandsOf(object.value))
          if (typeof band.bandwidth === 'number' && band.bandwidth > 20)
            yield {
              object,
              evidence: `${at}.bandwidth ${band.bandwidth}`,
              fix: view.update(object, wrap({ bandwidth: 20 })),
            };
    },
  },
  {
    id: 'overlapping-24ghz',
    severity: 'medium',
    title: 'The RF template has channels of 2.4 GHz that overlap',
    over: ['org_rftemplates'],
    *find(view) {
      for (const object of view.of('org_rftemplates'))
        for (const { band, wrap, at } of bandsOf(object.value)) {
          const channels = listOf(band.channels);
          if (SETS.some((set) => channels.every((channel) => set.includes(Number(channel))))) continue;
          yield {
            object,
            evidence: `${at}.channels ${channels.map(textOf).join(', ')}`,
            fix: view.update(object, wrap({ channels: [] })),
          };
        }
    },
  },
  {
    id: 'fixed-radio',
    severity: 'medium',
    title: 'Channel or power of the access point is set by hand, so that the cloud cannot move it',
    over: ['site_devices'],
    find: fixedRadios,
  },
];
