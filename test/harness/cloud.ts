import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import type { Fault } from '../../simulator/fault.ts';

/** Starts the simulated cloud that tests share, on the clock of the machine unless a test brings one. */
export const startCloud = (now?: () => number): Promise<DemoCloud> =>
  startDemoCloud({ seed: 1, ...(now ? { now } : {}) });

/** Requests that change something, of all that a cloud has seen from a number on. */
export const writesOf = (cloud: DemoCloud, from = 0): readonly string[] =>
  cloud.requests.slice(from).flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path}`]));

/** The requests of a cloud without those by which a server looks at its token as a connection opens. */
export const callsOf = ({ requests }: Pick<DemoCloud, 'requests'>): DemoCloud['requests'] =>
  requests.filter(({ path }) => path !== '/api/v1/self');

/**
 * Holds answers of a cloud back, so that what happens meanwhile does not depend on how fast the machine is.
 *
 * @returns what lets them go, and holds no more
 */
export function holdAnswers(cloud: DemoCloud, rule: Omit<Fault, 'kind' | 'until'>): () => void {
  let letGo = (): void => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const off = cloud.fault({ ...rule, kind: 'held', until });
  return () => {
    off();
    letGo();
  };
}
