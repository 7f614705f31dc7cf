import { type Answer, type Call, type Handlers, object, rows } from '../call.ts';
import { type Row, textOf } from '../json.ts';
import { type Device, devicesAt } from '../world/hardware.ts';
import type { Band } from '../world/radios.ts';
import { channelsOf, heard, type Placed, placedOn, powerOf, rrmEvents, share } from '../world/rrm.ts';
import { UNASSIGNED } from '../world/world.ts';

const BANDS: readonly Band[] = ['24', '5', '6'];

/** A band of the plain radios; nobody in the world has one that is dedicated or selectable. */
const bandOf = (text: string | undefined): Band | undefined => BANDS.find((band) => band === text);

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : Math.round((values.reduce((all, one) => all + one, 0) / values.length) * 100) / 100;

function counted(values: readonly number[]): Row {
  const counts: Row = {};
  for (const value of values) counts[String(value)] = Number(counts[String(value)] ?? 0) + 1;
  return counts;
}

function metric(call: Call, placed: readonly Placed[], band: Band): Row {
  const channels = placed.map(({ radio }) => radio.channel);
  const used = Object.keys(counted(channels)).length;
  const same = channels.map((channel) => channels.filter((other) => other === channel).length - 1);
  return {
    neighbors: Math.max(0, placed.length - 1),
    cochannel_neighbors: mean(same),
    density: placed.length < 2 ? 0 : 0.5 + share(call.world, `density/${call.path.site_id}`, 0.4),
    noise: -92 + Math.round(10 * share(call.world, `noise/${call.path.site_id}/${band}`, 1)) / 10,
    avg_aps_per_channel: used === 0 ? 0 : mean([placed.length / used]),
    channel_distribution_uniformity: placed.length === 0 ? 0 : mean([used / placed.length]),
    naps_by_channel: counted(channels),
    naps_by_power: counted(placed.map((one) => powerOf(call.world, one))),
  };
}

function plan(call: Call, placed: readonly Placed[]): Row {
  return Object.fromEntries(
    placed.map((one): [string, Row] => {
      const { radio, ap } = one;
      const { channel, bandwidth, band: usage } = radio;
      const power = powerOf(call.world, one);
      const current = { curr_channel: channel, curr_bandwidth: bandwidth, curr_power: power, curr_usage: usage };
      return [ap.id, { channel, bandwidth, power, usage, ...current }];
    }),
  );
}

function current(call: Call): Answer {
  const { world } = call;
  const siteId = call.path.site_id ?? '';
  const own = world.find('rftemplates', textOf(world.find('sites', siteId), 'rftemplate_id'));
  const template = own ?? { id: UNASSIGNED, name: 'default' };
  const bands = BANDS.flatMap((band): [string, Row][] => {
    const placed = placedOn(world, siteId, band);
    return [
      [`band_${band}`, plan(call, placed)],
      [`band_${band}_metric`, metric(call, placed, band)],
    ];
  });
  return object({
    ...Object.fromEntries(bands),
    rftemplate: template,
    rftemplate_id: textOf(template, 'id'),
    rftemplate_name: textOf(template, 'name'),
    status: 'ready',
    timestamp: Number(rrmEvents(world, siteId)[0]?.timestamp ?? world.ago(1)),
  });
}

/** How much a channel is used by whom; all shares of the time. */
function scores(call: Call): Answer {
  const band = bandOf(call.path.band);
  const siteId = call.path.site_id ?? '';
  if (!band) return rows([]);
  const day = Math.floor(call.window.end / 86_400);
  return rows(
    channelsOf(call.world, siteId, band).map((channel) => {
      const part = (name: string, most: number) => share(call.world, `${name}/${siteId}/${channel}`, most, day);
      const parts = {
        util_score_non_wifi: part('non-wifi', 0.08),
        util_score_other: part('other', band === '24' ? 0.45 : 0.15),
        util_score_undecodable_wifi: part('undecodable', 0.04),
        util_score_unknown_wifi: part('unknown', 0.02),
        util_score_noise_floor: part('floor', 0.02),
        util_score_radar: 0,
      };
      const sum = Object.values(parts).reduce((all, one) => all + one, 0);
      return { channel, util_score: Math.round(sum * 1000) / 1000, ...parts };
    }),
  );
}

const STRANGERS = ['NeighborCafe', 'FRITZ!Box 7590 KL', '<b>free wifi</b>', 'DIRECT-3F-HP OfficeJet'] as const;

function considerations(call: Call): Answer {
  const { device_id: id, site_id: siteId = '' } = call.path;
  const ap = devicesAt(call.world, siteId, 'ap').find((one) => one.id === id);
  const band = bandOf(call.path.band);
  if (!ap) return undefined;
  if (!band || !placedOn(call.world, siteId, band).some((one) => one.ap.id === id)) return rows([]);
  return rows(
    channelsOf(call.world, siteId, band).map((channel) => {
      const name = `${ap.mac}/${channel}`;
      const other = share(call.world, `other/${name}`, 0.3);
      const interference = share(call.world, `non-wifi/${name}`, 0.06);
      return {
        channel,
        noise: -95 + Math.round(share(call.world, `noise/${name}`, 8)),
        rssi: -60 - Math.round(share(call.world, `own/${name}`, 25)),
        other_rssi: -70 - Math.round(share(call.world, `strange/${name}`, 20)),
        other_ssid: call.world.seed.pick(STRANGERS, `rrm/${name}`),
        util_score: Math.round((other + interference) * 1000) / 1000,
        util_score_other: other,
        util_score_non_wifi: interference,
      };
    }),
  );
}

function neighbors(call: Call): Answer {
  const band = bandOf(call.path.band);
  const aps = band ? placedOn(call.world, call.path.site_id ?? '', band).map((one): Device => one.ap) : [];
  return rows(
    aps.map((ap, index) => ({
      mac: ap.mac,
      neighbors: aps.flatMap((other, place) =>
        other === ap ? [] : [{ mac: other.mac, rssi: heard(call.world, ap, other, Math.abs(place - index)) }],
      ),
    })),
  );
}

function events(call: Call): Answer {
  const { start, end } = call.window;
  return rows(
    rrmEvents(call.world, call.path.site_id ?? '').filter((row) => {
      const time = Number(row.timestamp);
      return time >= start && time <= end && (call.query.band === undefined || row.band === call.query.band);
    }),
  );
}

/** Radio resource management of a site. */
export const rrm: Handlers = {
  'GET /api/v1/sites/{site_id}/rrm/current': current,
  'GET /api/v1/sites/{site_id}/rrm/channel_scores/band/{band}': scores,
  'GET /api/v1/sites/{site_id}/rrm/current/devices/{device_id}/band/{band}': considerations,
  'GET /api/v1/sites/{site_id}/rrm/neighbors/band/{band}': neighbors,
  'GET /api/v1/sites/{site_id}/rrm/events': events,
};
