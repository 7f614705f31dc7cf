import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';

/** Starts the simulated cloud that tests share; its clock stands still unless a test brings one. */
export const startCloud = (now?: () => number): Promise<DemoCloud> =>
  startDemoCloud({ seed: 1, ...(now ? { now } : {}) });

/** Requests that change something, of all that a cloud has seen from a number on. */
export const writesOf = (cloud: DemoCloud, from = 0): readonly string[] =>
  cloud.requests.slice(from).flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path}`]));

/** The requests of a cloud without those by which a server looks at its token as a connection opens. */
export const callsOf = ({ requests }: Pick<DemoCloud, 'requests'>): DemoCloud['requests'] =>
  requests.filter(({ path }) => path !== '/api/v1/self');
