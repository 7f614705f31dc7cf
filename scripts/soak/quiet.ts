import { setTimeout as wait } from 'node:timers/promises';
import { holdingOf } from './probe.ts';
import type { HttpServer } from './servers.ts';
import type { Tally } from './tally.ts';

/**
 * How long idle connections may stay open after the last call, in milliseconds. Far more than any keep-alive: on a busy
 * machine timers come late, and only what never closes is a leak.
 */
const SETTLING = 60_000;

/** The longest keep-alive, in milliseconds, and a little. */
const KEPT_ALIVE = 5500;

/** Files and sockets that may come and go: kept connections to the cloud, a file that is being read. */
const SLACK = 6;

/** A server to be looked at when nothing goes on. */
export interface Watched {
  readonly name: string;
  readonly pid: number;
  /** Open files at the first quiet moment; later ones must come down to it. */
  calmDescriptors?: number;
}

/** Waits until something is so. @returns the last value seen when it never was */
async function until<T>(read: () => Promise<T>, fine: (value: T) => boolean): Promise<T> {
  const begin = Date.now();
  for (;;) {
    const value = await read();
    if (fine(value) || Date.now() - begin > SETTLING) return value;
    await wait(250);
  }
}

/** After a phase nothing may be under way, and no connection or file may be left open. */
export async function checkQuiet(
  servers: readonly Watched[],
  https: readonly HttpServer[],
  folder: string,
  tally: Tally,
): Promise<void> {
  await Promise.all(https.map((http) => checkIdle(http, tally)));
  await Promise.all(servers.map((server) => checkFiles(server, folder, tally)));
}

async function checkIdle(http: HttpServer, tally: Tally): Promise<void> {
  for (const name of ['mistmcp_upstream_running', 'mistmcp_upstream_waiting']) {
    const value = await until(
      () => http.metric(name),
      (now) => now === 0,
    );
    if (value !== 0) tally.fail('work left over', `${http.name}: ${name} is ${value}`);
  }
  // The request for the metrics is one itself.
  const inFlight = await until(
    () => http.metric('mistmcp_requests_in_flight'),
    (now) => now <= 1,
  );
  if (inFlight > 1) tally.fail('work left over', `${http.name}: ${inFlight} requests under way`);
}

/** Open files and sockets must come down to what they were at the first quiet moment. */
async function checkFiles(server: Watched, folder: string, tally: Tally): Promise<void> {
  const read = async (): Promise<number> => (await holdingOf(server.pid, folder, 0))?.descriptors ?? Number.NaN;
  const calm = server.calmDescriptors;
  if (calm === undefined) {
    let least = await read();
    for (const begin = Date.now(); Date.now() - begin < KEPT_ALIVE; await wait(500))
      least = Math.min(least, await read());
    server.calmDescriptors = least;
    return;
  }
  const now = await until(read, (value) => value <= calm + SLACK);
  if (!(now <= calm + SLACK)) tally.fail('leaked handle', `${server.name}: ${now} open files, ${calm} at first`);
}
