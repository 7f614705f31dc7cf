import { digestOf } from '../../core/digest.ts';
import type { LookupContext } from '../../tool/context.ts';
import { isAccessChange, NO_ACCESS, readAccess } from './access/read-access.ts';
import { type Bounds, EFFECT_BOUNDS, requestsFor } from './bounds.ts';
import { groupsOf } from './compare/group-builder.ts';
import { type ComputedSite, type Computing, computeSite } from './compute-site.ts';
import { coverageOf, isUnmodeled } from './coverage.ts';
import { type Effect, isLeftOut, type ObjectChange } from './model.ts';
import { isMistFailure } from './reading/failure.ts';
import { importedNetworks } from './reading/imported-networks.ts';
import { changedRoots, isComputed, type Needs, needsOf, sparedFor } from './reading/needs.ts';
import { Overlay } from './reading/overlay.ts';
import { type ReachedSite, reachedSites } from './reading/reached-sites.ts';
import { OutOfRequests, Reader } from './reading/reader.ts';
import { devicesOf } from './topology/states.ts';
import { unchangedText } from './unchanged.ts';
import { takenOverText, unreachedText } from './unreached.ts';

/** Sites that are computed at the same time; requests go through the queue of the session besides. */
const AT_ONCE = 4;

/** What was found out, site by site. */
interface Findings {
  readonly computed: ComputedSite[];
  readonly notComputed: string[];
}

/**
 * Why something could not be read, for a sentence on it. What no sentence may hide goes on: a call that was cancelled,
 * and a fault of this code.
 */
function reasonOf(error: unknown): string {
  if (isMistFailure(error)) return error.message;
  throw error;
}

/** Every site that changes reach, each once, in the order of their names. */
async function sitesOf(reader: Reader, changes: readonly ObjectChange[]): Promise<ReachedSite[]> {
  const all = await Promise.all(changes.map((change) => reachedSites(reader, change)));
  const sites = new Map<string, ReachedSite>();
  for (const site of all.flat()) if (!sites.get(site.id)?.row) sites.set(site.id, site);
  const nameOf = ({ id, row }: ReachedSite): string => (typeof row?.name === 'string' ? row.name : id);
  return [...sites.values()].sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en'));
}

async function computeAll(computing: Computing, sites: readonly ReachedSite[], bounds: Bounds): Promise<Findings> {
  const found: Findings = { computed: [], notComputed: [] };
  const few = sites.slice(0, bounds.sites);
  let isOut = false;
  let missing = sites.length - few.length;
  const failed: string[] = [];
  const results: (ComputedSite | undefined)[] = [];
  const one = async (site: ReachedSite, index: number): Promise<void> => {
    try {
      if (isOut) throw new OutOfRequests();
      const beside = index < bounds.sitesBeside ? 0 : 'nothing beside';
      const result = await computeSite(computing, site, sites.length > 1 ? beside : sparedFor(computing.needs));
      if (result) results[index] = result;
    } catch (error) {
      const reason = reasonOf(error);
      missing += 1;
      if (error instanceof OutOfRequests) isOut = true;
      else failed.push(reason);
    }
  };
  for (let start = 0; start < few.length; start += AT_ONCE)
    await Promise.all(few.slice(start, start + AT_ONCE).map((site, index) => one(site, start + index)));
  found.computed.push(...results.flatMap((result) => result ?? []));
  if (missing > 0) found.notComputed.push(missingText(missing, sites.length, bounds, isOut, failed));
  return found;
}

function missingText(
  missing: number,
  all: number,
  bounds: Bounds,
  isOut: boolean,
  [failed]: readonly string[],
): string {
  const reasons = [
    ...(all > bounds.sites ? [`limit of ${bounds.sites} sites a change`] : []),
    ...(isOut ? ['limit of requests'] : []),
    ...(failed === undefined ? [] : [failed]),
  ];
  const which = all === 1 ? 'The site was' : `${missing} of ${all} sites ${missing === 1 ? 'was' : 'were'}`;
  return `${which} not looked at (${reasons.join('; ')}).`;
}

/** Families whose objects hold others together: when one ends, what it held is not computed. */
const HOLDING = ['org_sites', 'org_sitegroups'];

/** Attributes that change with an effect nobody computes, by family. */
const unmodeledOf = (changes: readonly ObjectChange[]): string[] => [
  ...new Set([
    ...changes.flatMap(({ family, after }) =>
      after === undefined && HOLDING.includes(family) ? [`${family} (the end of one)`] : [],
    ),
    ...changes.flatMap((change) =>
      changedRoots(change)
        .filter((root) => isUnmodeled(change.family, root))
        .map((root) => `${change.family}.${root}`),
    ),
  ]),
];

/** Whether a change alters something that only people read. */
const hasLabelRoots = (changes: readonly ObjectChange[]): boolean =>
  changes.some((change) => changedRoots(change).some((root) => coverageOf(change.family, root) === 'label'));

/** Whether neither devices nor WLANs are reached. */
const isUnreached = ({ types, wlans }: Needs): boolean => types.size === 0 && !wlans;

/** Whether nothing of what changes is computed from layers: then nothing is read. */
const needsNothing = (changes: readonly ObjectChange[]): boolean =>
  isUnreached(needsOf(changes)) ||
  changes.every(
    (change) =>
      !isComputed(change.family) ||
      // The name of a device may decide its rule, that of a network who finds it.
      !changedRoots(change).some((root) => coverageOf(change.family, root) !== 'label' || isDecisive(change, root)),
  );

const isDecisive = ({ family }: ObjectChange, root: string): boolean =>
  family === 'site_devices' && ['name', 'model', 'role', 'type'].includes(root);

/** The reader of one change, or of several that are judged as one plan. */
export const effectReader = (context: LookupContext, bounds: Bounds = EFFECT_BOUNDS): Reader =>
  new Reader(context, requestsFor(bounds, 2, context.session.budget.left));

/**
 * What changes do to the network: the sites they reach, computed from their layers before and after. Several changes are
 * taken as made in order; their effect is that of all together. Nothing is written, and nothing that is measured is read.
 *
 * @param reader what was read for an earlier call is not read again; its requests count as this one's
 * @throws MistError when the call was cancelled
 */
export async function effectOf(
  context: LookupContext,
  change: ObjectChange | readonly ObjectChange[],
  bounds: Bounds = EFFECT_BOUNDS,
  reader: Reader = effectReader(context, bounds),
): Promise<Effect> {
  const all = isList(change) ? change : [change];
  const changes = all.filter((one) => !isAccessChange(one));
  const access = await readAccess(reader, all);
  const unmodeled = unmodeledOf(changes);
  if (needsNothing(changes)) return { ...nothing(unmodeled, hasLabelRoots(changes)), ...accessParts(access, reader) };
  const { left } = context.session.budget;
  const sites = await sitesOf(reader, changes).catch(reasonOf);
  if (typeof sites === 'string') {
    const notComputed = [`The sites that are reached could not be listed: ${sites}.`];
    return { ...nothing(unmodeled, false), ...accessParts(access, reader, notComputed) };
  }
  reader.allow(requestsFor(bounds, sites.length, left));
  const computing: Computing = {
    ...{ reader, changes, needs: needsOf(changes) },
    ...{ before: new Overlay(changes, 'before'), after: new Overlay(changes, 'after') },
  };
  const { computed, notComputed } = await computeAll(computing, sites, bounds);
  const imported = await importedNetworks(reader, computing.after, changes);
  return joined(
    computed,
    { notComputed: [...notComputed, ...imported], unmodeled, hasLabels: hasLabelRoots(changes) },
    access,
    reader.made,
  );
}

const isList = (change: ObjectChange | readonly ObjectChange[]): change is readonly ObjectChange[] =>
  Array.isArray(change);

const nothing = (unmodeled: readonly string[], hasLabels: boolean): Effect => ({
  ...{ sites: [], groups: [], unchanged: [], notComputed: [], unmodeled, access: NO_ACCESS.access, layers: '' },
  isLabelOnly: unmodeled.length === 0 && hasLabels,
  looked: { sites: 0, devices: 0, requests: 0 },
});

type AccessReading = Awaited<ReturnType<typeof readAccess>>;

/** What of an effect comes of rules of access alone. */
function accessParts(
  { access, notComputed, groups, layers }: AccessReading,
  { made }: Reader,
  others: readonly string[] = [],
): Pick<Effect, 'access' | 'notComputed' | 'groups' | 'layers' | 'looked'> {
  return {
    ...{ access, notComputed: [...others, ...notComputed], groups, layers: layersDigest(layers) },
    looked: { sites: 0, devices: 0, requests: made },
  };
}

/** One text for when everything that was read was last changed. */
const layersDigest = (layers: readonly string[]): string =>
  layers.length === 0 ? '' : digestOf([...new Set(layers)].sort());

function joined(
  computed: readonly ComputedSite[],
  rest: Pick<Effect, 'notComputed' | 'unmodeled'> & { readonly hasLabels: boolean },
  access: AccessReading,
  requests: number,
): Effect {
  const changed = computed.filter(({ differences }) => differences.length > 0);
  const { unmodeled } = rest;
  const takenOver = computed.flatMap(({ effect }) => (effect ? takenOverText(effect) : []));
  const notComputed = [...rest.notComputed, ...access.notComputed, ...unreadWhereAlike(computed), ...takenOver];
  const hasLabels = rest.hasLabels || computed.some((site) => site.hasLabels);
  const devices = computed.reduce((sum, { effect }) => sum + (effect ? devicesOf(effect.after).length : 0), 0);
  return {
    sites: changed.flatMap(({ effect }) => (effect ? [effect] : [])),
    groups: [...access.groups, ...groupsOf(changed.flatMap(({ differences }) => differences))],
    unchanged: [
      ...unreachedText(computed.flatMap(({ unreached }) => unreached)),
      ...unchangedText(computed.filter(({ differences }) => differences.length === 0)),
    ],
    ...{ notComputed, unmodeled, access: access.access },
    layers: layersDigest([...access.layers, ...computed.flatMap(({ layers }) => layers)]),
    isLabelOnly: changed.length === 0 && notComputed.length === 0 && unmodeled.length === 0 && hasLabels,
    looked: { sites: computed.length, devices, requests },
  };
}

/**
 * What could not be read at sites that look the same before and after: a layer that is missing on both sides makes them
 * so. Sites that differ carry such sentences themselves; what was left out on purpose is about other things.
 */
const unreadWhereAlike = (computed: readonly ComputedSite[]): readonly string[] => [
  ...new Set(
    computed
      .filter(({ differences }) => differences.length === 0)
      .flatMap(({ effect }) => (effect ? [...effect.before.unread, ...effect.after.unread] : []))
      .filter((sentence) => !isLeftOut(sentence)),
  ),
];
