import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startDemoCloud } from '../simulator/cloud.ts';
import { floodTokens, holdBodies, holdHeaders } from './attack/floods.ts';
import { callHeavily } from './attack/heavy-calls.ts';
import { startSignInTarget } from './attack/sign-in.ts';
import { startTarget, type Target } from './attack/target.ts';
import { INITIALIZE, Tenant, type Waits } from './attack/tenant.ts';

const HELP = `npm run attack [-- SECONDS]

Attacks the built server (npm run build) on this machine, before the simulated cloud: a flood of invented tokens for
SECONDS (30 unless told, at most 120), a cloud that cannot check tokens, unfinished bodies and headers, and calls of a
tenant that are heavy on purpose. Then people sign in, and strangers send forged tokens to that server. Meanwhile another
tenant pings. Exits with 1 when its median is more than three times that of the same run's idle, when one of its pings
fails, or when the server holds more than three quarters of the memory that it is shipped with. Needs /proc and
127.0.0.0/8.
`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
const seconds = Number(positionals[0] ?? 30);
if (values.help || !(seconds >= 1 && seconds <= 120)) {
  process.stdout.write(HELP);
  process.exit(values.help ? 0 : 2);
}

/** Times that a tenant may wait as long as in an idle server. */
const MOST_TIMES = 3;
/** How much longer than in the idle server the event loop may be held by one call, in seconds. */
const LONGEST_DELAY = 2;
/** Memory that the server may hold, in megabytes: three quarters of the shipped deployment's. */
const MOST_MEMORY = 768;

const problems: string[] = [];
const cloud = await startDemoCloud({ seed: 1 });
const target = await startTarget(cloud.url);
const shown = ({ pings, median, worst, failed }: Waits): string =>
  `${pings} pings, median ${median.toFixed(1)} ms, worst ${worst.toFixed(0)} ms, ${failed} failed`;

/** Somebody whom the server knows, as it is served while nothing else happens. */
interface Victim {
  readonly target: Target;
  readonly tenant: Tenant;
  readonly idle: Waits;
  /** The longest delay of the event loop meanwhile, in seconds. */
  readonly idleDelay: number;
}

async function openVictim(at: Target, token: string): Promise<Victim> {
  const tenant = new Tenant(at, token);
  await tenant.open();
  await tenant.ping(1000);
  await at.metric('mistmcp_event_loop_delay_max_seconds');
  const idle = await tenant.ping(5000);
  const idleDelay = await at.metric('mistmcp_event_loop_delay_max_seconds');
  console.log(`idle: ${shown(idle)}; longest delay ${idleDelay} s; ${at.memory()} MB`);
  return { target: at, tenant, idle, idleDelay };
}

/** Runs an attack while somebody pings, and judges how they were served. */
async function attackOn(
  { target: at, tenant, idle, idleDelay }: Victim,
  name: string,
  run: () => Promise<unknown>,
  longest?: number,
): Promise<void> {
  await at.metric('mistmcp_event_loop_delay_max_seconds');
  const attacking = run();
  const waits = await tenant.ping(0, attacking);
  const delay = await at.metric('mistmcp_event_loop_delay_max_seconds');
  const memory = at.memory();
  console.log(`${name}: ${await attacking}; ${shown(waits)}; longest delay ${delay} s; ${memory} MB`);
  if (waits.failed > 0) problems.push(`${name}: ${waits.failed} pings of a known tenant failed`);
  const isLate = longest === undefined ? waits.median > MOST_TIMES * idle.median : delay > idleDelay + longest;
  if (isLate) problems.push(`${name}: a known tenant waited too long`);
  if (memory > MOST_MEMORY) problems.push(`${name}: ${memory} MB`);
}

const victim = await openVictim(target, cloud.tokens.read);

/**
 * Runs an attack on the server that takes Mist tokens.
 *
 * @param longest delay of the event loop beyond that of the idle server that one call may cause, in seconds; without it
 *   the tenant's median counts
 */
const attack = (name: string, run: () => Promise<unknown>, longest?: number): Promise<void> =>
  attackOn(victim, name, run, longest);

const listed = (statuses: ReadonlyMap<number, number>): string =>
  [...statuses].map(([status, count]) => `${status} × ${count}`).join(', ');

await attack(`200 invented tokens a second from 50 addresses for ${seconds} s`, async () => {
  return listed(await floodTokens(target, 200, seconds));
});
for (const kind of ['503', 'rate_limit_bare'] as const) {
  const mend = cloud.fault({ kind, match: '/api/v1/self' });
  await attack(`a cloud that answers checks of tokens with ${kind === '503' ? '503' : '429'}`, async () => {
    const { status } = await target.send({ token: cloud.tokens.write, body: INITIALIZE });
    if (status !== 503) problems.push(`a token that could not be checked was answered with ${status}`);
    await wait(1000);
    return `a new token gets ${status}`;
  });
  mend();
}
await attack('4,000 bodies that never end', async () => `${await holdBodies(target, 4000, 5)} open`);
await attack('4,000 headers that never end', async () => `${await holdHeaders(target, 4000, 5)} open`);

const heavy = new Tenant(target, cloud.tokens.write);
await heavy.open();
await attack(
  'calls of another tenant with 19,000 elements',
  async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 5; round += 1) statuses.push(...(await callHeavily(heavy)));
    return [...new Set(statuses)].join(', ');
  },
  LONGEST_DELAY,
);

target.stop();

const signIn = await startSignInTarget(cloud);
const person = await openVictim(signIn.target, signIn.token);
await attackOn(person, `200 forged tokens a second from 50 addresses for ${seconds} s`, async () =>
  listed(await floodTokens(signIn.target, 200, seconds, signIn.forged)),
);
await signIn.close();

await cloud.close();
for (const problem of problems) console.log(`PROBLEM ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);
