import { parseCloud } from '../../../src/mist/clouds.ts';
import { createSession } from '../../../src/mist/session.ts';
import { runCommand } from '../../../src/mist/stream/command.ts';

/** One command of the process below. */
export interface CommandRequest {
  readonly siteId: string;
  readonly deviceId: string;
  readonly own: boolean;
  /** Milliseconds until it is cancelled. */
  readonly cancelAfter?: number;
}

const [url = '', token = '', text = '[]'] = process.argv.slice(2);
const errands: CommandRequest[] = JSON.parse(text);
const session = createSession({ cloud: parseCloud(url, { operator: true }), token });
// Wide enough for a machine that does other things as well.
const limits = { firstMs: 3000, idleMs: 1200, overallMs: 3000, readyMs: 3000 };

// A process that runs commands one after the other and then does nothing: it ends by itself only when nothing is left.
for (const { siteId, deviceId, own, cancelAfter } of errands) {
  const stop = new AbortController();
  const timer = cancelAfter === undefined ? undefined : setTimeout(() => stop.abort(), cancelAfter);
  const path = { site_id: siteId, device_id: deviceId };
  const route = `POST /api/v1/sites/{site_id}/devices/{device_id}/${own ? 'run_top' : 'show_bgp_summary'}` as const;
  const post = async () => (await session.client.send({ route, path, signal: stop.signal })).body;
  const said = await runCommand({ session, siteId, deviceId, limits, signal: stop.signal, post }).then(
    ({ end, text: output }) => `${end?.by ?? 'no session'} ${output.length > 0 ? 'output' : 'nothing'}`,
    (error: unknown) => `error ${error instanceof Error && 'kind' in error ? error.kind : error}`,
  );
  clearTimeout(timer);
  process.stdout.write(`${said}\n`);
}
