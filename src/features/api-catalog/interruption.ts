import { macOf } from '../../core/ids.ts';
import { isRecord } from '../../core/json.ts';
import type { LookupContext } from '../../tool/context.ts';
import { type CommandVerdict, judgePortsDown, judgeRestart, readDevices, readPorts } from '../effects/index.ts';
import type { Invocation } from './invocation.ts';

/** What restarts devices, or takes them off the network until they have their configuration again. */
const RESTARTS =
  /^POST \/api\/v1\/sites\/\{site_id\}\/(?:devices|ssr)\/(?:\{device_id\}\/)?(?:restart|upgrade|upgrade_bios|upgrade_fpga|restore_backup_version|zeroize|reprovision)$/;
const BOUNCE = 'POST /api/v1/sites/{site_id}/devices/{device_id}/bounce_port';

/** Attributes that put the restart off. */
const LATER = ['start_time', 'reboot_at'];

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one: unknown) => typeof one === 'string') : [];

/**
 * Who loses service by an operation that restarts devices of a site or bounces ports, with running and wanted version.
 * One request; none, and no verdict, for any other operation.
 */
export async function interruptionOf(
  context: Pick<LookupContext, 'send'>,
  { route, path, body }: Invocation,
): Promise<CommandVerdict | undefined> {
  const { site_id, device_id } = path;
  if (site_id === undefined) return undefined;
  const given = isRecord(body) ? body : {};
  if (route === BOUNCE && device_id !== undefined)
    return judgePortsDown(await readPorts(context, site_id, macOf(device_id)), texts(given.ports));
  if (!RESTARTS.test(route)) return undefined;
  const named = device_id === undefined ? [...texts(given.device_ids), ...texts(given.macs)] : [device_id];
  const macs = named.map((one) => (one.includes('-') ? macOf(one) : one));
  const version = typeof given.version === 'string' ? given.version : undefined;
  const now = Date.now() / 1000;
  const isLater = given.reboot === false || LATER.some((name) => Number(given[name] ?? 0) > now);
  return judgeRestart(await readDevices(context, site_id), macs.length > 0 ? macs : undefined, { version, isLater });
}
