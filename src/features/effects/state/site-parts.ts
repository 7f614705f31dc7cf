import type { JsonObject } from '../../../core/json.ts';
import type { LayerOrder, TemplateKind } from '../../configuration/index.ts';

/** The types of devices whose configuration is computed. */
export type DeviceType = 'switch' | 'ap' | 'gateway';

/** The objects that a site is computed from, each as the API gives it. */
export interface SiteParts {
  readonly site: JsonObject;
  readonly setting: JsonObject;
  readonly templates: Readonly<Partial<Record<TemplateKind, JsonObject>>>;
  /** Which of site and templates counts, by type of device, as it was learned before the change. */
  readonly orders: Readonly<Partial<Record<DeviceType, LayerOrder>>>;
  readonly devices: readonly JsonObject[];
  /** Device profiles by id. */
  readonly profiles: ReadonlyMap<string, JsonObject>;
  /** WLANs in force at the site, its own and those of templates. */
  readonly wlans: readonly JsonObject[];
  /** WLAN templates by id, as far as they were read. */
  readonly wlanTemplates: ReadonlyMap<string, JsonObject>;
  /** Networks of the organization, for gateways. */
  readonly orgNetworks: readonly JsonObject[];
  /** Further objects of the organization that gateways name; undefined for a kind that was not read. */
  readonly gatewayObjects: {
    readonly services: readonly JsonObject[] | undefined;
    readonly servicepolicies: readonly JsonObject[] | undefined;
    readonly vpns: readonly JsonObject[] | undefined;
  };
  /** Whole sentences on layers that could not be read. */
  readonly unread: readonly string[];
}
