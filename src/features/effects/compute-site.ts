import { asText } from '../../core/json.ts';
import { commonConfig } from '../configuration/index.ts';
import type { Difference } from './compare/group-builder.ts';
import { siteDifferences } from './compare/site-differences.ts';
import { hasOtherVariables, variableDifferences } from './compare/variable-differences.ts';
import { coverageOf, isDeviceLabel } from './coverage.ts';
import type { ObjectChange, SiteEffect } from './model.ts';
import { changedRoots, type Needs } from './reading/needs.ts';
import type { Overlay } from './reading/overlay.ts';
import type { ReachedSite } from './reading/reached-sites.ts';
import { DEVICE_TYPES, SiteReader } from './reading/read-site.ts';
import type { Reader } from './reading/reader.ts';
import { type DerivedDevice, deriveAt } from './state/device-state.ts';
import { keyOfValue } from './state/port-tuple.ts';
import { layerText, textAt } from './state/row.ts';
import type { SiteParts } from './state/site-parts.ts';
import { siteState } from './state/site-state.ts';
import { overriddenBy } from './unchanged.ts';
import { withoutOthers } from './unreached.ts';

/** What is shared among the sites of a change. */
export interface Computing {
  readonly reader: Reader;
  readonly before: Overlay;
  readonly after: Overlay;
  readonly changes: readonly ObjectChange[];
  readonly needs: Needs;
}

/** One site that was computed. */
export interface ComputedSite {
  readonly name: string;
  /** Undefined where nothing that is read is different: the site did not need to be computed whole. */
  readonly effect: SiteEffect | undefined;
  readonly differences: readonly Difference[];
  readonly hasLabels: boolean;
  /** What of the change the site sets itself. */
  readonly overrides: readonly string[];
  /** Names of devices that the change would alter, were it not others who configure them. */
  readonly unreached: readonly string[];
  /** Every object that it was computed from, with the time of its last change. */
  readonly layers: readonly string[];
}

/** Templates whose whole effect on a device shows in the layers of its site. */
const BY_LAYERS = ['org_networktemplates', 'org_gatewaytemplates'];

/** Whether every switch and gateway gets the same on both sides, so that devices need not be read. */
function isAlike({ needs, changes }: Computing, before: SiteParts, after: SiteParts): boolean {
  if (!changes.every(({ family }) => BY_LAYERS.includes(family))) return false;
  return [...needs.types].every((type) => {
    const [was, becomes] = [before, after].map((parts) =>
      commonConfig({ ...parts, device: { type }, order: before.orders[type] ?? new Map<string, string>() }),
    );
    return keyOfValue(was) === keyOfValue(becomes);
  });
}

/** Whether only labels of devices change, and each comes out as before: then nothing around them need be read. */
async function isRelabeled(
  { changes }: Computing,
  reader: SiteReader,
  before: SiteParts,
  after: SiteParts,
): Promise<boolean> {
  const isLabeling = (change: ObjectChange): boolean =>
    change.family === 'site_devices' &&
    changedRoots(change).every((root) => coverageOf(change.family, root) === 'label');
  if (!changes.every(isLabeling)) return false;
  for (const { before: was, after: becomes, org_id } of changes) {
    const type = DEVICE_TYPES.find((one) => one === becomes?.type);
    if (!was || !becomes || type === undefined || was.deviceprofile_id !== becomes.deviceprofile_id) return false;
    const profiles = await reader.profileOf(becomes, type, org_id ?? textAt(before.site, 'org_id') ?? '');
    const [one, other] = [[before, was] as const, [after, becomes] as const].map(([parts, device]) =>
      withoutLabels(deriveAt({ ...parts, orders: before.orders, profiles }, device, type)),
    );
    if (one !== other) return false;
  }
  return true;
}

const withoutLabels = ({ effective }: DerivedDevice): string =>
  keyOfValue(Object.entries(effective.config).filter(([root]) => !isDeviceLabel(root)));

/** What a site is computed from, as `id time`; made-up rows of the other side of the change are not among it. */
function layersOf({ site, setting, templates, devices, profiles, wlans, wlanTemplates, ...others }: SiteParts) {
  const rows = [
    ...[site, { ...setting, id: `setting of ${asText(site.id)}` }, ...Object.values(templates), ...devices],
    ...[...profiles.values(), ...wlans, ...wlanTemplates.values(), ...others.orgNetworks],
    ...Object.values(others.gatewayObjects).flatMap((of) => of ?? []),
  ];
  return rows.map(layerText);
}

/**
 * Computes one site before and after.
 *
 * @param spare requests that are left to others, see `SiteReader`
 * @throws MistError where a layer that all rests on could not be read; OutOfRequests beyond the bound
 */
export async function computeSite(
  computing: Computing,
  { id, row }: ReachedSite,
  spare: number | 'nothing beside',
): Promise<ComputedSite | undefined> {
  const { reader, before: was, after: becomes, changes, needs } = computing;
  const decisions = new Map<string, boolean>();
  const first = new SiteReader(reader, was, id, needs, spare, decisions);
  const second = new SiteReader(reader, becomes, id, needs, spare, decisions);
  const [site, later] = [await first.site(row), await second.site(row)];
  // A site that is made or ends has no devices.
  if (!site || !later) return undefined;
  const name = typeof site.name === 'string' ? site.name : id;
  const layers = await first.layers(site);
  const orders = await first.orders(layers);
  const laterLayers = await second.layers(later);
  const overrides = changes.flatMap((change) => overriddenBy(layers, change));
  const alike = { ...layers, orders };
  const same = { name, effect: undefined, differences: [], overrides, unreached: [], layers: layersOf(layers) };
  if (isAlike(computing, alike, laterLayers)) return { ...same, hasLabels: false };
  if (await isRelabeled(computing, first, alike, laterLayers)) return { ...same, hasLabels: true };
  const before = await first.whole(layers, orders);
  const after = await second.whole(laterLayers, before.orders);
  const { effect, unreached } = withoutOthers({ before: siteState(before), after: siteState(after) });
  const variables = hasOtherVariables(before, after) ? variableDifferences(before, after) : [];
  const { differences, hasLabels } = siteDifferences(effect);
  return {
    ...{ name, effect, differences: [...variables, ...differences], hasLabels, overrides, unreached },
    layers: layersOf(before),
  };
}
