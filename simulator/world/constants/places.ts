import type { Row } from '../../json.ts';

type Country = readonly [code: string, number: number, name: string];

const COUNTRIES: readonly Country[] = [
  ['CA', 124, 'Canada'],
  ['CH', 756, 'Switzerland'],
  ['DE', 276, 'Germany'],
  ['ES', 724, 'Spain'],
  ['FR', 250, 'France'],
  ['GB', 826, 'United Kingdom'],
  ['IE', 372, 'Ireland'],
  ['JP', 392, 'Japan'],
  ['NL', 528, 'Netherlands'],
  ['US', 840, 'United States'],
];

/** Countries, each certified for the sale of access points. */
export const countries: readonly Row[] = COUNTRIES.map(([alpha2, numeric, name]) => ({
  alpha2,
  numeric,
  name,
  certified: true,
}));

const STATES: Readonly<Record<string, readonly (readonly [code: string, name: string])[]>> = {
  US: [
    ['US-CA', 'California'],
    ['US-MA', 'Massachusetts'],
    ['US-TX', 'Texas'],
  ],
  CA: [
    ['CA-ON', 'Ontario'],
    ['CA-QC', 'Quebec'],
  ],
  CH: [['CH-ZH', 'Zürich']],
};

/** States of a country; none are known for most. */
export function states(country: string): Row[] {
  return (STATES[country.toUpperCase()] ?? []).map(([iso_code, name]) => ({ iso_code, name }));
}

/** Channels that access points may use in a country. */
export function apChannels(country: string): Row {
  const code = country.toUpperCase();
  const [key, numeric, name] = COUNTRIES.find(([one]) => one === code) ?? ['US', 840, 'United States'];
  const isAmerican = key === 'US' || key === 'CA';
  const high = isAmerican ? [149, 153, 157, 161, 165] : [];
  const middle = [100, 104, 108, 112, 116, 120, 124, 128, 132, 136, 140, 144];
  // The lower 500 MHz are open nearly everywhere, the rest in America alone.
  const in6 = Array.from({ length: isAmerican ? 59 : 24 }, (_, index) => 1 + 4 * index);
  const in5 = [36, 40, 44, 48, 52, 56, 60, 64, ...middle, ...high];
  return {
    key,
    name,
    code: numeric,
    certified: true,
    dfs_ok: true,
    uses: key,
    band24_enabled: true,
    band24_40mhz_allowed: false,
    band24_channels: { '20': Array.from({ length: isAmerican ? 11 : 13 }, (_, index) => index + 1) },
    band5_enabled: true,
    band5_channels: {
      '20': in5,
      '40': in5.filter((channel) => channel !== 165),
      '80': in5.filter((channel) => channel !== 165),
    },
    band6_enabled: true,
    band6_channels: { '20': in6, '40': in6.slice(0, -1), '80': in6.slice(0, -3), '160': in6.slice(0, -3) },
  };
}

/** Languages of the portals. */
export const languages: readonly Row[] = [
  { key: 'de', display: 'German', display_native: 'Deutsch' },
  { key: 'en-US', display: 'English', display_native: 'English' },
  { key: 'fr', display: 'French', display_native: 'Français' },
  { key: 'ja', display: 'Japanese', display_native: '日本語' },
];
