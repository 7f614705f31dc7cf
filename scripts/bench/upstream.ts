import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';

/** The simulated cloud, in another process. */
export interface Upstream {
  readonly url: string;
  readonly token: string;
  /** A cloud with one list of 10,000 rows. */
  readonly many: string;
  /** Requests it has had so far. */
  requests(): Promise<number>;
  /** How long an answer takes from now on, in milliseconds; 0 for no longer than needed. */
  slow(ms: number): Promise<void>;
  close(): Promise<void>;
}

const Opening = z.object({ url: z.string(), token: z.string(), control: z.string(), many: z.string() });
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** @throws Error when it does not start */
export async function startUpstream(): Promise<Upstream> {
  const file = fileURLToPath(new URL('upstream-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', tsx, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line]: unknown[] = await once(createInterface({ input: child.stdout }), 'line');
  const { url, token, control, many } = Opening.parse(JSON.parse(String(line)));
  const ask = async (path: string): Promise<number> => Number(await (await fetch(control + path)).text());
  return {
    url,
    token,
    many,
    requests: () => ask('/requests'),
    async slow(ms) {
      await ask(`/slow?ms=${ms}`);
    },
    async close() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
