import { isIP } from 'node:net';
import { nearest } from '../../../core/nearest.ts';
import { wrongPortKey } from '../../configuration/index.ts';
import { type Keys, keysText } from '../keys.ts';
import { PORT_MAPS } from '../port-ranges.ts';

/** What is wrong with a value of the right form, in a clause: a problem where the right one is known, else a warning. */
export type Judgment = { readonly problem: string } | { readonly warning: string } | undefined;

/** Values with a meaning in the world, by the attribute that holds them. */
type Judge = (value: string | number, place: { path: string; keys: Keys; search: boolean }) => Judgment;

/** A word out of a set: one that is near to others is a mistake, another may be newer than this program. */
function among(
  value: string,
  { path, search }: { path: string; search: boolean },
  kind: string,
  nearTo: (value: string) => readonly string[],
): Judgment {
  const said = JSON.stringify(value.slice(0, 60));
  if (!search) return { problem: `${path} cannot be ${said}, which is no ${kind} known here` };
  const near = nearTo(value);
  if (near.length === 0) return { warning: `${path} is ${said}, which is no ${kind} known here` };
  return {
    problem: `${path} cannot be ${said}, which is no ${kind}: the nearest ${near.length > 1 ? 'are' : 'is'} ${near.join(', ')}`,
  };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets such as +02:00 are time zones to JavaScript alone.
    return /^[A-Z]/i.test(name);
  } catch {
    return false;
  }
}

const timeZone: Judge = (value, place) => {
  if (typeof value !== 'string' || isTimeZone(value)) return undefined;
  return among(value, place, 'time zone', (word) => nearest(word, Intl.supportedValuesOf('timeZone')));
};

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

function nameOfCountry(code: string): string | undefined {
  const name = /^[A-Z]{2}$/.test(code) ? regions.of(code) : undefined;
  return name === 'Unknown Region' ? undefined : name;
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Codes of the countries whose name or code is like a word, each with its name. */
function countriesLike(word: string): readonly string[] {
  const names = new Map(
    LETTERS.flatMap((a) =>
      LETTERS.flatMap((b) => {
        const name = nameOfCountry(`${a}${b}`);
        return name === undefined ? [] : [[name, `${a}${b}`] as const];
      }),
    ),
  );
  const upper = word.toUpperCase();
  const own = nameOfCountry(upper);
  if (own !== undefined) return [`${upper} (${own})`];
  // A country is meant by its name or the beginning of it; shorter words are like too many.
  const meant = word.length < 4 ? [] : [...names.keys()].filter((name) => name.toUpperCase().startsWith(upper));
  return meant.slice(0, 3).map((name) => `${names.get(name)} (${name})`);
}

const country: Judge = (value, place) => {
  if (typeof value !== 'string' || nameOfCountry(value) !== undefined) return undefined;
  return among(value, place, 'country code', countriesLike);
};

/** Topics of webhooks, as the specification describes their messages and the portal offers them. */
const TOPICS: readonly string[] = [
  ...['alarms', 'audits', 'asset-raw', 'asset-raw-rssi', 'client-info', 'client-join', 'client-latency'],
  ...['client-sessions', 'device-events', 'device-updowns', 'discovered-raw-rssi', 'guest-authorizations'],
  ...['location', 'location-asset', 'location-centrak', 'location-client', 'location-sdk', 'location-unclient'],
  ...['minis-application', 'minis-reachability', 'mxedge-events', 'nac-accounting', 'nac-events'],
  ...['occupancy-alerts', 'ping', 'rssizone', 'sdkclient-scan-data', 'site-sle', 'site_sle', 'vbeacon', 'zone'],
  ...['wifi-conn-raw', 'wifi-unconn-raw'],
];

const topic: Judge = (value, place) => {
  if (typeof value !== 'string' || TOPICS.includes(value)) return undefined;
  return among(value, place, 'webhook topic', (word) => nearest(word, TOPICS));
};

/** A subnet that variables are part of is judged by its prefix alone. */
const subnet: Judge = (value, { path }) => {
  const text = String(value);
  const slash = text.lastIndexOf('/');
  const [address, bits] = [text.slice(0, Math.max(slash, 0)).trim(), text.slice(slash + 1).trim()];
  const written = address.replaceAll(/\{\{[^{}]*\}\}/g, '');
  if (!/^\d+$/.test(bits) || !/^[\da-f.:]*$/i.test(written) || address === '') return undefined;
  const isOpen = written !== address;
  const version = isOpen ? (written.includes('.') && !written.includes(':') ? 4 : 6) : isIP(address);
  const most = version === 4 ? 32 : 128;
  if (version !== 0 && Number(bits) <= most) return undefined;
  const why = version === 0 ? 'its address is none' : `the prefix of IPv${version} has at most ${most} bits`;
  return { problem: `${path} cannot be ${JSON.stringify(text.slice(0, 60))}: ${why}` };
};

/** A mask of addresses: as a prefix with or without its slash, or in four numbers whose ones all come first. */
const netmask: Judge = (value, { path, keys }) => {
  const text = String(value).trim();
  const most = keys.at(-1) === 'netmask6' ? 128 : 32;
  const [, bits] = /^\/?(\d+)$/.exec(text) ?? [];
  const isMask = bits === undefined ? isIP(text) !== 4 || isContiguous(text) : Number(bits) <= most;
  if (isMask) return undefined;
  const why = bits === undefined ? 'its ones do not all come first' : `it has at most ${most} bits`;
  return { problem: `${path} cannot be ${JSON.stringify(text.slice(0, 60))}: ${why}` };
};

const isContiguous = (mask: string): boolean =>
  /^1*0*$/.test(
    mask
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join(''),
  );

const steps = (from: number, to: number, by: number): number[] =>
  Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);

/** 20 MHz channels and the centers of wider ones that exist in a band anywhere in the world. */
const CHANNELS: Readonly<Record<string, ReadonlySet<number>>> = {
  band_24: new Set(steps(1, 14, 1)),
  band_5: new Set([...steps(32, 68, 2), ...steps(96, 144, 2), ...steps(149, 177, 2)]),
  band_6: new Set([2, ...steps(1, 233, 2)]),
};

const WORDS: Readonly<Record<string, string>> = { band_24: '2.4 GHz', band_5: '5 GHz', band_6: '6 GHz' };

const channel: Judge = (value, { path, keys }) => {
  const band = keys.findLast((key) => typeof key === 'string' && Object.hasOwn(CHANNELS, key));
  if (typeof value !== 'number' || typeof band !== 'string' || CHANNELS[band]?.has(value)) return undefined;
  return { problem: `${path} cannot be ${value}: there is no such channel at ${WORDS[band]}` };
};

/** Attributes that hold subnets, or addresses with or without a prefix. */
const SUBNETS = /(^|_)subnets?6?(_|$)|^(addresses|secondary_ips|trusted_hosts|nat_pool|src_ips)$/;

/** Maps whose names are subnets, names of networks or variables. */
const ROUTES = /(^|_)routes6?$/;

function judgeOf(name: string): Judge | undefined {
  if (name === 'timezone') return timeZone;
  if (name === 'country_code') return country;
  if (name === 'topics') return topic;
  if (name === 'channel' || name === 'channels') return channel;
  if (name === 'netmask' || name === 'netmask6') return netmask;
  return SUBNETS.test(name) ? subnet : undefined;
}

/**
 * Judges a value that has the right form by what there is in the world: time zones, countries, topics, subnets, channels
 * of a band. Nothing is asked of the cloud.
 *
 * @param keys where the value stands; its attribute is the last name among them
 * @param search whether the nearest right value is looked for; without it every unknown word is a problem
 */
export function judgeValue(keys: Keys, value: unknown, search = true): Judgment {
  if ((typeof value !== 'string' && typeof value !== 'number') || value === '') return undefined;
  const name = keys.findLast((key) => typeof key === 'string');
  const judge = typeof name === 'string' ? judgeOf(name) : undefined;
  if (typeof value === 'string' && value.includes('{{') && judge !== subnet) return undefined;
  return judge?.(value, { path: keysText(keys), keys, search });
}

/**
 * Judges the name of a new entry of a map: of ports it has to mean some, of routes its prefix has to be one.
 *
 * @param keys where the entry stands, its name last
 */
export function judgeKey(keys: Keys): Judgment {
  const [map, key] = keys.slice(-2);
  if (typeof map !== 'string' || typeof key !== 'string') return undefined;
  if (ROUTES.test(map)) return subnet(key, { path: keysText(keys), keys, search: false });
  if (!PORT_MAPS.includes(map)) return undefined;
  const wrong = wrongPortKey(key);
  if (wrong === undefined) return undefined;
  const form = 'a key is a port (ge-0/0/5), a range (ge-0/0/0-23) or several with commas';
  return { problem: `${keysText(keys)} cannot be: ${wrong}; ${form}` };
}
