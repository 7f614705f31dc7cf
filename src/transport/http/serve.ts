import { exposure, greeting, signInGreeting } from './greeting.ts';
import { type HttpSetup, type RunningHttp, startHttp } from './start.ts';

/** How long requests under way may take to finish at the end, in milliseconds. */
const GRACE = 10_000;

/** What the setup does not say about serving from the command line. */
export interface Serving {
  /** Told once the server listens, before anybody is told where. */
  readonly onListening: (running: RunningHttp) => void;
  /** A token for the example; only ever one of the simulated cloud. */
  readonly exampleToken?: string | undefined;
}

/**
 * Serves over http until a signal comes, then finishes what is under way. A second signal ends it at once.
 *
 * @returns the signal
 * @throws ConfigError when it cannot be started
 */
export async function serveOverHttp(setup: HttpSetup, { onListening, exampleToken }: Serving): Promise<string> {
  const { config, log } = setup;
  const signals = setup.endingSignals ?? ['SIGTERM', 'SIGINT', 'SIGHUP'];
  const running = await startHttp(setup);
  onListening(running);
  const danger = exposure(config);
  if (danger !== undefined) {
    log.warn(danger);
    const frame = '!'.repeat(72);
    process.stderr.write(`${frame}\n${danger}\n${frame}\n`);
  }
  const { signIn, defaultCloud, allowedClouds } = config.http;
  // Whoever allows a cloud besides the public ones has it in mind.
  const cloud = (defaultCloud ?? allowedClouds[0] ?? config.cloud).name;
  const hello = signIn
    ? signInGreeting(running, signIn.publicUrl)
    : greeting({ url: running.url, metricsUrl: running.metricsUrl, cloud, token: exampleToken });
  process.stderr.write(hello);
  const signal = await new Promise<string>((resolve) => {
    for (const name of signals) process.on(name, () => resolve(name));
  });
  for (const name of signals) process.on(name, () => process.exit(0));
  log.info('Stopping: requests under way may finish', { signal, seconds: GRACE / 1000 });
  await running.close(GRACE);
  return signal;
}
