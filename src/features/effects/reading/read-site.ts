import type { JsonObject } from '../../../core/json.ts';
import { MAX_PAGE_SIZE } from '../../../mist/limits.ts';
import { appliesTo, needsEffective, orderOf, TEMPLATE_ROUTES, type TemplateKind } from '../../configuration/index.ts';
import { LEFT_OUT } from '../model.ts';
import { textAt } from '../state/row.ts';
import type { DeviceType, SiteParts } from '../state/site-parts.ts';
import { isMistFailure } from './failure.ts';
import { KINDS_OF, type Needs } from './needs.ts';
import type { Overlay } from './overlay.ts';
import { OutOfRequests, type Reader } from './reader.ts';

/** The types that layers are put together for. */
export const DEVICE_TYPES: readonly DeviceType[] = ['switch', 'ap', 'gateway'];

const KINDS: readonly TemplateKind[] = [
  ...(['networktemplate', 'gatewaytemplate', 'rftemplate', 'aptemplate', 'sitetemplate'] as const),
];

const all = { limit: MAX_PAGE_SIZE };

const NO_OBJECTS: SiteParts['gatewayObjects'] = { services: undefined, servicepolicies: undefined, vpns: undefined };

const OBJECT_ROUTES = {
  services: 'GET /api/v1/orgs/{org_id}/services',
  servicepolicies: 'GET /api/v1/orgs/{org_id}/servicepolicies',
  vpns: 'GET /api/v1/orgs/{org_id}/vpns',
} as const;

/** Reads what one site is made of, on one side of a change. */
export class SiteReader {
  readonly #reader: Reader;
  readonly #overlay: Overlay;
  readonly #id: string;
  readonly #needs: Needs;
  readonly #spare: number | 'nothing beside';
  readonly #decisions: Map<string, boolean>;
  readonly #unread = new Set<string>();

  /**
   * @param spare requests that must be left when something is read that only stands beside the change; or that nothing
   *   of the kind is read, since no facts of the site are either
   * @param decisions what beside the change is read, by words: the same on both sides of it
   */
  constructor(
    reader: Reader,
    overlay: Overlay,
    siteId: string,
    needs: Needs,
    spare: number | 'nothing beside',
    decisions: Map<string, boolean>,
  ) {
    this.#reader = reader;
    this.#overlay = overlay;
    this.#id = siteId;
    this.#needs = needs;
    this.#spare = spare;
    this.#decisions = decisions;
  }

  /** The site itself; undefined where there is none on this side. */
  site(known?: JsonObject): Promise<JsonObject | undefined> {
    const path = { site_id: this.#id };
    return this.#overlay.object(
      'org_sites',
      this.#id,
      async () => known ?? this.#reader.object('GET /api/v1/sites/{site_id}', path),
    );
  }

  /** What the site sets and the templates that it names: without its devices, which is enough to see that nothing changes. */
  async layers(site: JsonObject): Promise<SiteParts> {
    const setting = await this.#overlay.object('site_settings', this.#id, () =>
      this.#reader.object('GET /api/v1/sites/{site_id}/setting', { site_id: this.#id }),
    );
    if (!setting) this.#unread.add('The setting of the site could not be read.');
    const wanted = KINDS.filter((kind) => kind === 'sitetemplate' || this.#isNeeded(kind));
    const templates = await Promise.all(wanted.map(async (kind) => [kind, await this.#template(site, kind)] as const));
    return {
      ...{ site, setting: setting ?? {}, orders: {}, devices: [], profiles: new Map(), wlans: [] },
      ...{ wlanTemplates: new Map(), orgNetworks: [], gatewayObjects: NO_OBJECTS, unread: [...this.#unread] },
      templates: Object.fromEntries(templates.filter(([, row]) => row !== undefined)),
    };
  }

  /** The same with devices, their profiles, WLANs and networks of the organization. */
  async whole(layers: SiteParts, learned: SiteParts['orders']): Promise<SiteParts> {
    const org_id = textAt(layers.site, 'org_id') ?? '';
    const { types, wlans: needsWlans, wlanTemplates: needsTemplates, apsBeside } = this.#needs;
    const path = { site_id: this.#id };
    const listed = await this.#reader.list('GET /api/v1/sites/{site_id}/devices', path, { type: 'all', ...all });
    const devices = this.#overlay.list('site_devices', listed, this.#id);
    const has = (type: DeviceType): boolean => devices.some((device) => device.type === type);
    const known = new Set<DeviceType>(['ap', ...types]);
    const templates = { ...layers.templates };
    let orders = learned;
    const profiles = new Map(await this.#profiles(devices, org_id, types));
    if (has('switch') && !types.has('switch')) {
      const found = await this.#beside('Switches of the site', 2, async () => ({
        template: await this.#template(layers.site, 'networktemplate'),
        profiles: await this.#profiles(devices, org_id, new Set(['switch'])),
      }));
      if (found) known.add('switch');
      if (found?.template) templates.networktemplate = found.template;
      if (found && !orders.switch) orders = { ...orders, ...(await this.#ordersBeside({ ...layers, templates })) };
      for (const [id, row] of found?.profiles ?? []) profiles.set(id, row);
    }
    const wlanTemplates = needsTemplates ? await this.#wlanTemplates(org_id) : new Map<string, JsonObject>();
    const readWlans = () => this.#wlans(layers.site, wlanTemplates);
    const wlans = needsWlans
      ? await readWlans()
      : has('ap')
        ? await this.#beside('WLANs of the site', 1, readWlans)
        : [];
    if (apsBeside && has('ap')) {
      const found = await this.#beside('What access points have from templates', 3, async () => ({
        rftemplate: await this.#template(layers.site, 'rftemplate'),
        aptemplate: await this.#template(layers.site, 'aptemplate'),
        profiles: await this.#profiles(devices, org_id, new Set(['ap'])),
      }));
      if (found?.rftemplate) templates.rftemplate = found.rftemplate;
      if (found?.aptemplate) templates.aptemplate = found.aptemplate;
      for (const [id, row] of found?.profiles ?? []) profiles.set(id, row);
    }
    let networks: readonly JsonObject[] = [];
    let gatewayObjects = NO_OBJECTS;
    if (has('gateway')) {
      const read = async () => ({
        template: await this.#template(layers.site, 'gatewaytemplate'),
        networks: await this.#orgNetworks(org_id),
      });
      const found = types.has('gateway') ? await read() : await this.#beside('Gateways of the site', 2, read);
      if (found) known.add('gateway');
      if (found?.template) templates.gatewaytemplate = found.template;
      networks = found?.networks ?? [];
      gatewayObjects = await this.#gatewayObjects(org_id, found !== undefined);
    }
    return {
      ...{ ...layers, templates, orders, profiles, wlanTemplates, wlans: wlans ?? [], orgNetworks: networks },
      gatewayObjects,
      devices: devices.filter(({ type }) => [...known].some((one) => one === type)),
      unread: [...this.#unread],
    };
  }

  /** The profile of one device, by its id; nothing else of the site is read. */
  async profileOf(device: JsonObject, type: DeviceType, org_id: string): Promise<SiteParts['profiles']> {
    return this.#profiles([{ ...device, type }], org_id, new Set([type]));
  }

  /** Which of site and templates counts, by type of device: asked of the cloud where they differ. */
  async orders(layers: SiteParts, types: ReadonlySet<DeviceType> = this.#needs.types): Promise<SiteParts['orders']> {
    const partsOf = (type: DeviceType) => ({ ...layers, device: { type }, order: undefined });
    if (![...types].some((type) => needsEffective(partsOf(type)))) return {};
    const path = { site_id: this.#id };
    const effective = await this.#reader.object('GET /api/v1/sites/{site_id}/setting/derived', path);
    if (!effective) return {};
    return Object.fromEntries([...types].map((type) => [type, orderOf({ ...partsOf(type), effective })]));
  }

  async #ordersBeside(layers: SiteParts): Promise<SiteParts['orders']> {
    return (await this.#beside('The merged setting', 1, () => this.orders(layers, new Set(['switch'])))) ?? {};
  }

  #isNeeded(kind: TemplateKind): boolean {
    return DEVICE_TYPES.some((type) => this.#needs.types.has(type) && KINDS_OF[type].includes(kind));
  }

  async #template(site: JsonObject, kind: TemplateKind): Promise<JsonObject | undefined> {
    const [id, org_id] = [textAt(site, `${kind}_id`), textAt(site, 'org_id') ?? ''];
    if (id === undefined) return undefined;
    const path = { org_id, [`${kind}_id`]: id };
    const row = await this.#overlay.object(`org_${kind}s`, id, () => this.#reader.object(TEMPLATE_ROUTES[kind], path));
    if (!row && !this.#overlay.isGone(`org_${kind}s`, id))
      this.#unread.add(`The ${kind} ${id} could not be read: what it sets is not known.`);
    return row;
  }

  async #profiles(
    devices: readonly JsonObject[],
    org_id: string,
    types: ReadonlySet<DeviceType>,
  ): Promise<ReadonlyMap<string, JsonObject>> {
    const found = new Map<string, JsonObject>();
    for (const type of types) {
      const mine = devices.filter((device) => device.type === type);
      const ids = [...new Set(mine.flatMap((device) => textAt(device, 'deviceprofile_id') ?? []))];
      // From two on the list is the cheaper way.
      const list = ids.length > 1 ? await this.#profilesOf(type, org_id) : [];
      for (const id of ids) {
        const path = { org_id, deviceprofile_id: id };
        const listed = list.find((row) => row.id === id);
        const read = async () => listed ?? this.#reader.object(TEMPLATE_ROUTES.deviceprofile, path);
        const row = await this.#overlay.object('org_deviceprofiles', id, read);
        if (row) found.set(id, row);
        else if (!this.#overlay.isGone('org_deviceprofiles', id))
          this.#unread.add(`The device profile ${id} could not be read: what it sets is not known.`);
      }
    }
    return found;
  }

  #profilesOf(type: DeviceType, org_id: string): Promise<readonly JsonObject[]> {
    return this.#reader.list('GET /api/v1/orgs/{org_id}/deviceprofiles', { org_id }, { type, ...all });
  }

  async #wlanTemplates(org_id: string): Promise<ReadonlyMap<string, JsonObject>> {
    const listed = await this.#reader.list('GET /api/v1/orgs/{org_id}/templates', { org_id }, all);
    return new Map(this.#overlay.list('org_wlantemplates', listed).map((row) => [textAt(row, 'id') ?? '', row]));
  }

  /** WLANs in force: those the cloud shows, or, where templates move, those that templates and the site give. */
  async #wlans(site: JsonObject, templates: ReadonlyMap<string, JsonObject>): Promise<readonly JsonObject[]> {
    if (!this.#needs.wlanTemplates) {
      const route = 'GET /api/v1/sites/{site_id}/wlans/derived';
      const shown = await this.#reader.list(route, { site_id: this.#id });
      return this.#overlay.list('site_wlans', shown, this.#id);
    }
    const org_id = textAt(site, 'org_id') ?? '';
    const [own, ofOrg] = await Promise.all([
      this.#reader.list('GET /api/v1/sites/{site_id}/wlans', { site_id: this.#id }, all),
      this.#reader.list('GET /api/v1/orgs/{org_id}/wlans', { org_id }, all),
    ]);
    const brought = this.#overlay
      .list('org_wlans', ofOrg)
      .filter((row) => textAt(row, 'site_id') === undefined)
      .filter((row) => appliesTo(templates.get(textAt(row, 'template_id') ?? ''), site));
    return [...this.#overlay.list('site_wlans', own, this.#id), ...brought];
  }

  async #orgNetworks(org_id: string): Promise<readonly JsonObject[]> {
    return this.#overlay.list(
      'org_networks',
      await this.#reader.list('GET /api/v1/orgs/{org_id}/networks', { org_id }, all),
    );
  }

  /** What gateways name besides networks, as far as the change needs it. */
  async #gatewayObjects(org_id: string, isKnown: boolean): Promise<SiteParts['gatewayObjects']> {
    const { objects } = this.#needs;
    if (!isKnown) return NO_OBJECTS;
    const read = async (kind: keyof SiteParts['gatewayObjects']) =>
      objects.has(kind)
        ? this.#overlay.list(`org_${kind}`, await this.#reader.list(OBJECT_ROUTES[kind], { org_id }, all))
        : undefined;
    const [services, servicepolicies, vpns] = [
      await read('services'),
      await read('servicepolicies'),
      await read('vpns'),
    ];
    return { services, servicepolicies, vpns };
  }

  /** Reads what only stands beside the change; where the bound is near, it is left out and said. @param cost in requests */
  async #beside<T>(what: string, cost: number, read: () => Promise<T>): Promise<T | undefined> {
    const isAllowed = this.#spare !== 'nothing beside' && this.#reader.left >= this.#spare + cost;
    const isRead = this.#decisions.get(what) ?? isAllowed;
    this.#decisions.set(what, isRead);
    try {
      if (!isRead) throw new OutOfRequests();
      return await read();
    } catch (error) {
      if (!isMistFailure(error)) throw error;
      this.#decisions.set(what, false);
      const reason = error instanceof OutOfRequests ? LEFT_OUT : 'not read';
      this.#unread.add(`${what}: ${reason}.`);
      return undefined;
    }
  }
}
