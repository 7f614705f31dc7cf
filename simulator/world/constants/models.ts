import type { Row } from '../../json.ts';

const ap = (model: string, generation: 'ax' | 'be', more: Row = {}): Row => ({
  type: 'ap',
  model,
  display: model,
  ap_type: model.toLowerCase(),
  has_wifi_band24: true,
  has_wifi_band5: true,
  has_wifi_band6: true,
  has_11ax: true,
  has_scanning_radio: true,
  max_wlans: generation === 'be' ? 24 : 16,
  band24: { max_clients: 128, max_power: 19, min_power: 5 },
  ...more,
});

const ex = (model: string, more: Row = {}): Row => ({
  type: 'switch',
  model,
  display: model,
  has_vc: true,
  has_poe_out: true,
  has_irb: true,
  number_fans: 2,
  defaults: { _ports: 'ge-0/0/0-47, et-0/1/0-3, xe-0/1/0-3, xe-0/2/0-3' },
  ...more,
});

/** Hardware that can be managed. */
export const deviceModels: readonly Row[] = [
  ap('AP12', 'ax', { has_wifi_band6: false, has_poe_out: true }),
  ap('AP34', 'ax'),
  ap('AP45', 'ax', { has_vble: true }),
  ap('AP47', 'be', { has_vble: true }),
  ap('AP64', 'ax', { outdoor: true }),
  ex('EX4100-48P'),
  ex('EX4400-48P', { has_evpn: true, has_bgp: true }),
  ex('QFX5120-48Y', {
    has_poe_out: false,
    has_evpn: true,
    has_bgp: true,
    defaults: { _ports: 'xe-0/0/0-47, et-0/0/48-55' },
  }),
  {
    type: 'gateway',
    model: 'SRX320',
    has_bgp: true,
    has_ha_control: true,
    has_ha_data: true,
    has_irb: true,
    number_fans: 1,
  },
  { type: 'gateway', model: 'SSR120', has_bgp: true, t128_device: true, number_fans: 0 },
];

/** Edge appliances. */
export const mxedgeModels: readonly Row[] = [
  { model: 'ME-X1', display: 'Mist Edge X1', custom_ports: false, ports: { '0': { display: 'xe0', speed: 10_000 } } },
  {
    model: 'ME-X3',
    display: 'Mist Edge X3',
    custom_ports: false,
    ports: { '0': { display: 'xe0', speed: 10_000 }, '1': { display: 'xe1', speed: 10_000 } },
  },
  { model: 'ME-VM', display: 'Mist Edge VM', custom_ports: true },
];

/** Third-party devices. */
export const otherDeviceModels: readonly Row[] = [
  { model: 'E3000', display: 'E3000', type: 'router', vendor: 'cradlepoint' },
  { model: 'E300', display: 'E300', type: 'router', vendor: 'cradlepoint' },
];

/** What clients are recognized as. */
export const fingerprintTypes: Row = {
  family: ['Laptop', 'Mobile', 'Printer', 'Camera', 'Point of sale'],
  mfg: ['Apple', 'Dell', 'Samsung', 'Zebra', 'Axis'],
  model: ['iPhone', 'Latitude', 'TC52', 'P3245'],
  os: ['iOS', 'Android', 'Windows', 'macOS', 'Linux'],
};

/** States of the lamp on an access point. */
export const apLedStatus: readonly Row[] = [
  { code: '01', key: 'connected', name: 'Connected', description: 'Steady green' },
  { code: '02', key: 'no_ethernet', name: 'No link', description: 'Two yellow blinks' },
  { code: '03', key: 'no_ip', name: 'No address', description: 'Three yellow blinks' },
];

/** Firmware of the shelf-label radio, by access point model. */
export const apEslVersions: readonly Row[] = [
  { model: 'AP45', esl_version: '3.1.0' },
  { model: 'AP47', esl_version: '3.2.1' },
];

/** Installers of the client software. */
export const marvisClientVersions: readonly Row[] = [
  {
    os: 'android',
    version: '2.4.1',
    label: 'stable',
    notes: 'Roaming fixes',
    url: 'https://downloads.lakeside.example/android',
  },
  {
    os: 'windows',
    version: '1.9.0',
    label: 'stable',
    notes: 'First on ARM',
    url: 'https://downloads.lakeside.example/windows',
  },
];
