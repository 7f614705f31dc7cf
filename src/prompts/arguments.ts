import { cleanText } from '../core/clean-text.ts';
import { parseMac } from '../core/ids.ts';
import { nearest } from '../core/nearest.ts';
import { parseTime } from '../core/time.ts';
import type { KnownDevice, KnownNames } from '../mist/known-names.ts';

/** Arguments that the person has filled in already, by name. */
export type ArgumentValues = Readonly<Record<string, string | undefined>>;

/** What an argument of a prompt means, how it is read and what completes it. */
export interface Meaning {
  readonly description: string;
  /** The only values there are. */
  readonly choices?: readonly string[];
  /** Reads what was typed. @throws Error with one sentence */
  readonly read?: (text: string) => string;
  /** Values to offer, as far as they are known now. */
  readonly offer?: (names: KnownNames, filled: ArgumentValues) => readonly string[] | Promise<readonly string[]>;
}

/** A whole MAC in any notation as the searches know it; names stay as they are. */
const plainMac = (text: string): string => parseMac(text) ?? text;

function aTime(text: string): string {
  try {
    parseTime(text);
    return text;
  } catch (error) {
    throw new Error(`\`since\` ${error instanceof Error ? error.message : 'is no time'}`);
  }
}

/** Devices at the site that was filled in, else all that are known. */
async function devicesFor(names: KnownNames, { org, site }: ArgumentValues): Promise<readonly KnownDevice[]> {
  const devices = await names.devices(org);
  if (site === undefined) return devices;
  const wanted = site.trim().toLowerCase();
  const sites = await names.sites(org);
  const ids = sites.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted).map(({ id }) => id);
  return devices.filter(({ siteId }) => ids.includes(siteId));
}

/** Names in the order of the alphabet, with numbers in theirs. */
const namesOf = (rows: readonly { readonly name: string }[]): string[] => ordered(rows.map(({ name }) => name));

const ordered = (texts: readonly string[]): string[] =>
  texts.map(cleanText).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

const numbered = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** Interfaces of an EX as they are numbered: copper, multi-gigabit, uplinks. */
const ports = (): string[] => [
  ...numbered('ge-0/0/', 48),
  ...numbered('mge-0/0/', 48),
  ...['xe-0/1/', 'et-0/1/', 'xe-0/2/'].flatMap((prefix) => numbered(prefix, 4)),
];

const SPANS = ['-1h', '-2h', '-8h', '-1d', '-2d', '-7d', '-30d'] as const;

/** Every argument that a prompt may take. */
export const meanings = {
  org: {
    description: 'Organization by name or id; may be left out when the token sees one',
    offer: async (names) => namesOf(await names.orgs()),
  },
  site: {
    description: 'Site by exact name or id',
    offer: async (names, { org }) => namesOf(await names.sites(org)),
  },
  other_site: {
    description: 'The other site, by exact name or id',
    offer: async (names, { org }) => namesOf(await names.sites(org)),
  },
  new_site: { description: 'Name of the site to be made' },
  client: { description: 'MAC in any notation, hostname or user name of the client', read: plainMac },
  device: {
    description: 'Access point, switch or gateway by name, MAC or serial',
    read: plainMac,
    offer: async (names, filled) => namesOf(await devicesFor(names, filled)),
  },
  switch: {
    description: 'Switch by name, MAC or serial',
    read: plainMac,
    offer: async (names, filled) => namesOf((await devicesFor(names, filled)).filter(({ type }) => type === 'switch')),
  },
  what: {
    description: 'Name, MAC, serial, hostname or user name, or a part of it',
    read: plainMac,
    offer: async (names, filled) => namesOf(await devicesFor(names, filled)),
  },
  port: { description: 'Port of the switch, such as ge-0/0/7', offer: ports },
  change: { description: 'What is wanted of the port, such as "profile iot" or "switch it off"' },
  since: {
    description: 'From when: -2h, -1d, -7d or ISO 8601',
    read: aTime,
    offer: () => SPANS,
  },
  sle: { description: 'wifi, wired or wan', choices: ['wifi', 'wired', 'wan'] },
  device_type: { description: 'ap, switch or gateway', choices: ['ap', 'switch', 'gateway'] },
  model: {
    description: 'Model, such as AP45',
    offer: async (names, filled) => {
      const wanted = filled.device_type;
      const devices = await devicesFor(names, filled);
      const wantedOnes = devices.filter(({ type }) => wanted === undefined || type === wanted);
      return ordered(wantedOnes.map(({ model }) => model));
    },
  },
  about: { description: 'A word of the log entry: an object, its name or an administrator' },
} satisfies Readonly<Record<string, Meaning>>;

export type ArgumentName = keyof typeof meanings;

/** The meaning of an argument. */
export const meaningOf = (name: ArgumentName): Meaning => meanings[name];

const LONGEST = 200;

/**
 * Reads the value of an argument: on one line, and what its meaning asks for.
 *
 * @throws Error with one sentence that says what is right
 */
export function readArgument(name: ArgumentName, typed: string): string {
  const { choices, read } = meaningOf(name);
  // Line breaks and hidden characters could pass for lines of the prompt itself.
  const text = cleanText(typed).replace(/\s+/g, ' ').trim();
  if (text.length > LONGEST) throw new Error(`\`${name}\` is longer than ${LONGEST} characters`);
  if (!choices) return read ? read(text) : text;
  const choice = choices.find((one) => one === text.toLowerCase());
  if (choice !== undefined) return choice;
  const [close] = nearest(text, choices, 1);
  const guess = close === undefined ? '' : `; did you mean ${close}?`;
  throw new Error(`\`${name}\` is ${JSON.stringify(text)} and takes ${choices.join(', ')}${guess}`);
}
