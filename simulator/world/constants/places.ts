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
  return {
    key,
    name,
    code: numeric,
    certified: true,
    dfs_ok: true,
    uses: key,
    band24_enabled: true,
    band24_40mhz_allowed: false,
    band24_channels: { '20': key === 'US' || key === 'CA' ? [1, 6, 11] : [1, 5, 9, 13] },
    band5_enabled: true,
    band5_channels: { '20': [36, 40, 44, 48, 52, 56, 60, 64], '40': [36, 44, 52, 60], '80': [36, 52] },
    band6_enabled: true,
    band6_channels: { '20': [1, 5, 9, 13], '80': [7, 23], '160': [15, 47] },
  };
}

/** Languages of the portals. */
export const languages: readonly Row[] = [
  { key: 'de', display: 'German', display_native: 'Deutsch' },
  { key: 'en-US', display: 'English', display_native: 'English' },
  { key: 'fr', display: 'French', display_native: 'Français' },
  { key: 'ja', display: 'Japanese', display_native: '日本語' },
];
