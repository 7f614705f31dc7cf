import type { FamilyName } from '../../mist/families.ts';

/** What people call one object of a family, by the family's name without its owner. */
const NOUNS: Readonly<Record<string, string>> = {
  info: 'organization',
  settings: 'setting',
  wlans: 'WLAN',
  wlantemplates: 'WLAN template',
  rftemplates: 'RF template',
  aptemplates: 'AP template',
  networktemplates: 'network template',
  gatewaytemplates: 'gateway template',
  sitetemplates: 'site template',
  alarmtemplates: 'alarm template',
  sdktemplates: 'SDK template',
  sites: 'site',
  sitegroups: 'site group',
  deviceprofiles: 'device profile',
  devices: 'device',
  networks: 'network',
  services: 'service',
  servicepolicies: 'service policy',
  vpns: 'VPN',
  evpn_topologies: 'EVPN topology',
  webhooks: 'webhook',
  psks: 'PSK',
  pskportals: 'PSK portal',
  nactags: 'NAC tag',
  nacrules: 'NAC rule',
  nacportals: 'NAC portal',
  usermacs: 'user MAC',
  wxrules: 'WxLAN rule',
  wxtags: 'WxLAN tag',
  wxtunnels: 'WxLAN tunnel',
  mxedges: 'Mist Edge',
  mxclusters: 'Mist Edge cluster',
  mxtunnels: 'Mist tunnel',
  avprofiles: 'antivirus profile',
  idpprofiles: 'IDP profile',
  aamwprofiles: 'anti-malware profile',
  secintelprofiles: 'SecIntel profile',
  securityzones: 'security zone',
  secpolicies: 'security policy',
  assetfilters: 'asset filter',
  assets: 'asset',
  uisettings: 'dashboard',
  maps: 'map',
  mapstacks: 'map stack',
  zones: 'zone',
  rssizones: 'RSSI zone',
  beacons: 'beacon',
  vbeacons: 'virtual beacon',
};

/** One object of a family in words, such as `WLAN template`. */
export function nounOf(name: FamilyName): string {
  const [owner, bare = ''] = /^(org|site)_(.*)$/.exec(name)?.slice(1) ?? [];
  const noun = NOUNS[bare] ?? bare;
  return bare === 'settings' ? `${owner === 'org' ? 'organization' : 'site'} ${noun}` : noun;
}

/** Letters and nouns that are spoken with a vowel first. */
const VOWEL = /^(?:[aeio]|RF\b|RSSI\b|SDK\b)/i;

/** One of a thing in words: `a site`, `an asset filter`. */
export const oneOf = (noun: string): string => `${VOWEL.test(noun) ? 'an' : 'a'} ${noun}`;

/** Several of a thing in words: `sites`, `security policies`. */
export const pluralOf = (noun: string): string => (/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`);

/** A number of things in words: `1 site`, `3 security policies`. */
export function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${pluralOf(noun)}`;
}
