import { InputError } from '../../../core/errors/input-error.ts';
import { MistError } from '../../../core/errors/mist-error.ts';
import { asText } from '../../../core/json.ts';
import type { MistAnswer, QueryValue } from '../../../mist/http/client.ts';
import type { RouteOf } from '../../../mist/spec/routes.ts';
import { deviceTypes, needsEffective } from './device.ts';
import { type DeviceParts, isRow, type Row, type TemplateKind } from './layer.ts';

/** Sends a read of the call that the configuration is for. */
export type Send = (
  route: RouteOf<'GET'>,
  parameters: { path: Record<string, string>; query?: Record<string, QueryValue> },
) => Promise<MistAnswer>;

/** What was fetched for one device. */
export interface DeviceSources {
  readonly parts: DeviceParts;
  /** What could not be read and so is missing. */
  readonly warnings: readonly string[];
}

/** Where templates and profiles are read. */
export const TEMPLATE_ROUTES = {
  rftemplate: 'GET /api/v1/orgs/{org_id}/rftemplates/{rftemplate_id}',
  aptemplate: 'GET /api/v1/orgs/{org_id}/aptemplates/{aptemplate_id}',
  networktemplate: 'GET /api/v1/orgs/{org_id}/networktemplates/{networktemplate_id}',
  gatewaytemplate: 'GET /api/v1/orgs/{org_id}/gatewaytemplates/{gatewaytemplate_id}',
  sitetemplate: 'GET /api/v1/orgs/{org_id}/sitetemplates/{sitetemplate_id}',
  deviceprofile: 'GET /api/v1/orgs/{org_id}/deviceprofiles/{deviceprofile_id}',
} as const satisfies Record<TemplateKind | 'deviceprofile', RouteOf<'GET'>>;

type Kind = keyof typeof TEMPLATE_ROUTES;

/** Templates that matter to a type of device. */
const TEMPLATES_OF: Readonly<Record<string, readonly TemplateKind[]>> = {
  ap: ['rftemplate', 'aptemplate', 'sitetemplate'],
  switch: ['networktemplate', 'sitetemplate'],
  gateway: ['gatewaytemplate', 'sitetemplate'],
};

const rowOf = ({ body }: MistAnswer): Row => (isRow(body) ? body : {});

/**
 * Fetches what one device's configuration is made of: device, site and setting at once, then only the profile and
 * templates that they name, and the effective setting only where these and the site differ. A template that cannot be read is left out with a warning.
 *
 * @throws MistError when device, site or setting cannot be read; InputError for a type of device without such layers
 */
export async function fetchDevice(send: Send, site_id: string, device_id: string): Promise<DeviceSources> {
  const [device, site, setting] = await Promise.all([
    send('GET /api/v1/sites/{site_id}/devices/{device_id}', { path: { site_id, device_id } }).then(rowOf),
    send('GET /api/v1/sites/{site_id}', { path: { site_id } }).then(rowOf),
    send('GET /api/v1/sites/{site_id}/setting', { path: { site_id } }).then(rowOf),
  ]);
  const type = asText(device.type);
  if (!deviceTypes.includes(type)) {
    throw new InputError(
      `computed=true does not apply to a device of type ${type}.`,
      `It applies to ${deviceTypes.join(', ')}; leave computed out to get the object as it is.`,
    );
  }
  const warnings: string[] = [];
  const wanted: [Kind, unknown][] = [['deviceprofile', device.deviceprofile_id]];
  for (const kind of TEMPLATES_OF[type] ?? []) wanted.push([kind, site[`${kind}_id`]]);
  const named = wanted.flatMap(([kind, id]) => (typeof id === 'string' && id !== '' ? [{ kind, id }] : []));
  const fetched = await Promise.all(
    named.map(async ({ kind, id }) => {
      const path = { org_id: asText(site.org_id), [`${kind}_id`]: id };
      try {
        return { kind, row: rowOf(await send(TEMPLATE_ROUTES[kind], { path })) };
      } catch (error) {
        if (!isMissing(error)) throw error;
        warnings.push(`The ${kind} ${id} could not be read (${error.more.status}): what it sets is missing here.`);
        return undefined;
      }
    }),
  );
  const found = new Map(fetched.flatMap((one) => (one ? [[one.kind, one.row] as const] : [])));
  const { deviceprofile, ...templates }: Partial<Record<Kind, Row>> = Object.fromEntries(found);
  const parts: DeviceParts = { device, site, setting, deviceprofile, templates };
  if (!needsEffective(parts)) return { parts, warnings };
  const effective = rowOf(await send('GET /api/v1/sites/{site_id}/setting/derived', { path: { site_id } }));
  return { parts: { ...parts, effective }, warnings };
}

/** A token of one site may not read what belongs to the organization. */
const isMissing = (error: unknown): error is MistError =>
  error instanceof MistError && (error.kind === 'not_found' || error.kind === 'forbidden');
