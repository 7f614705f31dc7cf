import { type DeviceParts, isRow, type Layer, layerOf, pick, type Row, settingsOf, variablesOnly } from './layer.ts';
import { type Meeting, settle } from './resolve-conflicts.ts';

/** Roots of the site setting that configure gateways; `networks`, `dns_servers` and the like there are the switches'. */
const SITE_ROOTS = ['gateway_mgmt', 'proxy', 'ssh_keys', 'ssr', 'vars'];

/** Roots of the site setting that reach such a device. */
export const gatewaySiteRoots: readonly string[] = [...SITE_ROOTS, 'gateway', 'gateway_additional_config_cmds'];

function siteRoots(setting: Row): Row {
  const commands = setting.gateway_additional_config_cmds;
  return { ...pick(setting, SITE_ROOTS), ...(commands === undefined ? {} : { additional_config_cmds: commands }) };
}

/** A site's `gateway` has the form of a gateway template. */
const gatewayOf = ({ gateway }: Row): Row => (isRow(gateway) ? settingsOf(gateway) : {});

/** Where the site of a gateway and its templates meet, most specific first. */
export function gatewayMeetings({ templates, setting, effective, order }: DeviceParts): Meeting[] {
  return [
    {
      own: gatewayOf(setting),
      templates: layerOf('gatewaytemplate', templates.gatewaytemplate),
      effective: effective && gatewayOf(effective),
      vars: effective?.vars,
      order,
    },
    {
      own: siteRoots(setting),
      templates: layerOf('sitetemplate', templates.sitetemplate, variablesOnly),
      effective: effective && siteRoots(effective),
      vars: effective?.vars,
      order,
    },
  ];
}

/** Layers of a gateway, most specific first. */
export function gatewayLayers(parts: DeviceParts): Layer[] {
  return [
    { source: 'device', roots: parts.device },
    ...layerOf('deviceprofile', parts.deviceprofile),
    ...gatewayMeetings(parts).flatMap(settle),
  ];
}
