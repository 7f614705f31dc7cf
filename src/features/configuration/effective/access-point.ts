import { asText } from '../../../core/json.ts';
import { type DeviceParts, isRow, type Layer, layerOf, pick, type Row, titled } from './layer.ts';
import { type Meeting, settle } from './resolve-conflicts.ts';

/** Roots of the site setting that configure access points. */
const SITE_ROOTS = [
  ...['ap_matching', 'auto_upgrade', 'ble_config', 'config_auto_revert', 'enable_unii_4', 'iotproxy', 'led'],
  ...['mxtunnel', 'ntp_servers', 'persist_config_on_device', 'proxy', 'radio_config', 'report_gatt', 'rogue'],
  ...['uplink_port_config', 'uwb_config', 'vars', 'wids', 'wifi'],
];

/** Roots of the site setting that reach such a device. */
export const accessPointSiteRoots: readonly string[] = [...SITE_ROOTS, 'ap_port_config'];

/** Roots of an RF template that are roots of a device too; the others are members of its `radio_config`. */
const RF_ROOTS = ['country_code', 'enable_unii_4'];
const RF_OTHERS = ['id', 'org_id', 'name', 'for_site', 'created_time', 'modified_time', 'model_specific', ...RF_ROOTS];

const radioOf = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !RF_OTHERS.includes(name)));

/** What an RF template says of one model shadows what it says of all, band by band. */
function radioLayers(template: Row | undefined, model: string): Layer[] {
  if (!template) return [];
  const source = titled('rftemplate', template);
  const special = isRow(template.model_specific) ? template.model_specific[model] : undefined;
  return [
    ...(isRow(special) ? [{ source: `${source} for ${model}`, roots: { radio_config: special } }] : []),
    { source, roots: { radio_config: radioOf(template), ...pick(template, RF_ROOTS) } },
  ];
}

function siteRoots({ site, device }: DeviceParts, setting: Row): Row {
  const models = isRow(setting.ap_port_config) ? setting.ap_port_config.model_specific : undefined;
  const ports = isRow(models) ? models[asText(device.model)] : undefined;
  return {
    ...pick(site, ['country_code']),
    ...pick(setting, SITE_ROOTS),
    ...(isRow(ports) ? { port_config: ports } : {}),
  };
}

/** Where the site of an access point and its site template meet. */
export function accessPointMeetings(parts: DeviceParts): Meeting[] {
  const { templates, setting, effective, order } = parts;
  return [
    {
      own: siteRoots(parts, setting),
      templates: layerOf('sitetemplate', templates.sitetemplate),
      effective: effective && siteRoots(parts, effective),
      vars: effective?.vars,
      order,
    },
  ];
}

/** Layers of an access point, most specific first. */
export function accessPointLayers(parts: DeviceParts): Layer[] {
  const { device, deviceprofile, templates } = parts;
  return [
    { source: 'device', roots: device },
    ...layerOf('deviceprofile', deviceprofile),
    ...radioLayers(templates.rftemplate, asText(device.model)),
    ...layerOf('aptemplate', templates.aptemplate),
    ...accessPointMeetings(parts).flatMap(settle),
  ];
}
