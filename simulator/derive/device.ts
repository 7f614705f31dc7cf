import { isRow, type Row, textOf } from '../json.ts';
import { fieldsOf } from '../schema.ts';
import type { World } from '../world/world.ts';
import { combine, type Layer, only, without } from './layers.ts';
import { effectOf, firstRule } from './matching.ts';
import { settingOf, type TemplateKind, templateOf, variablesOf } from './site.ts';
import { resolvedRow } from './variables.ts';

/** Templates and profiles have a name and kind of their own, which are not the device's. */
const NAMES = ['name', 'type'] as const;

interface Subject {
  readonly world: World;
  readonly device: Row;
  readonly siteId: string;
}

/** The layer of a template that the site uses; nothing where it uses none. */
function template({ world, siteId }: Subject, kind: TemplateKind, change: (row: Row) => Row): Layer[] {
  const row = templateOf(world, siteId, kind);
  return row ? [{ source: `${kind} ${textOf(row, 'name')}`.trim(), attributes: change(without(row, NAMES)) }] : [];
}

function rule(kind: string, found: Row | undefined): Layer[] {
  return found ? [{ source: `${kind} rule ${textOf(found, 'name')}`.trim(), attributes: effectOf(found) }] : [];
}

/** Variables, and of the site template nothing else reaches a device. */
const variables = (row: Row): Row => only(row, (name) => name === 'vars');

/** The settings of the site that concern a device of a type. */
function site({ world, siteId }: Subject, concerns: (name: string) => boolean): Layer {
  return { source: 'site', attributes: only(settingOf(world, siteId), concerns) };
}

/** Radio settings: those of the device's model replace the general ones. */
function radio(device: Row): (row: Row) => Row {
  return (row) => {
    const models = isRow(row.model_specific) ? row.model_specific : {};
    const own = models[textOf(device, 'model')];
    return { ...without(row, ['model_specific']), ...(isRow(own) ? own : {}) };
  };
}

const LAYERS: Readonly<Record<string, (subject: Subject) => Layer[]>> = {
  ap: (subject) => {
    const { world, device, siteId } = subject;
    const matching = templateOf(world, siteId, 'aptemplate')?.ap_matching;
    return [
      ...template(subject, 'sitetemplate', variables),
      site(subject, (name) => name === 'wifi' || fieldsOf('device_ap').properties.has(name)),
      ...template(subject, 'rftemplate', radio(device)),
      ...template(subject, 'aptemplate', (row) => without(row, ['ap_matching'])),
      ...rule('ap_matching', firstRule(matching, device)),
    ];
  },
  switch: (subject) => {
    const { world, device, siteId } = subject;
    const own = settingOf(world, siteId).switch_matching;
    // A site with matching rules of its own has these instead of the template's.
    const theirs = isRow(own) ? undefined : templateOf(world, siteId, 'networktemplate')?.switch_matching;
    return [
      ...template(subject, 'sitetemplate', variables),
      ...template(subject, 'networktemplate', (row) => without(row, ['switch_matching', 'import_org_networks'])),
      ...rule('switch_matching', firstRule(theirs, device)),
      site(subject, (name) => fieldsOf('device_switch').properties.has(name)),
      ...rule('switch_matching', firstRule(own, device)),
    ];
  },
  gateway: (subject) => [
    ...template(subject, 'sitetemplate', variables),
    // Other settings of the site that gateways know by the same name, such as `networks`, are meant for its switches.
    site(subject, (name) => name === 'vars' || name === 'gateway_mgmt'),
    ...template(subject, 'gatewaytemplate', (row) => row),
  ],
};

/** The layers of a device's configuration, the least specific first, and the variables that they may name. */
export function layersOf(world: World, deviceId: string): { layers: Layer[]; vars: Row } {
  const device = world.find('devices', deviceId);
  if (!device) throw new RangeError(`no device ${deviceId}`);
  const siteId = textOf(device, 'site_id');
  const profile = world.find('deviceprofiles', textOf(device, 'deviceprofile_id'));
  const layers = [
    ...(LAYERS[textOf(device, 'type')]?.({ world, device, siteId }) ?? []),
    ...(profile ? [{ source: `deviceprofile ${textOf(profile, 'name')}`, attributes: without(profile, NAMES) }] : []),
    { source: 'device', attributes: device },
  ];
  return { layers, vars: { ...variablesOf(world, siteId), ...(isRow(device.vars) ? device.vars : {}) } };
}

/**
 * What a device effectively gets, and which layer set each root attribute: the simulated cloud's own answer, against
 * which another assembly can be checked. From the least to the most specific: site template (its variables only), then
 *
 * - access point: site, RF template with what it says of the model, AP template, its first matching rule;
 * - switch: network template, its first matching rule, site, the site's own matching rule;
 * - gateway: site (`gateway_mgmt` only), gateway template;
 *
 * and for all of them the device profile and the device. Variables of site and device are replaced.
 *
 * @throws RangeError when there is no such device
 */
export function deriveDevice(world: World, deviceId: string): { config: Row; sources: Record<string, string> } {
  const { layers, vars } = layersOf(world, deviceId);
  const { config, sources } = combine(layers);
  return { config: resolvedRow(config, vars), sources };
}
