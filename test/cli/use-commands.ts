import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { startCloud } from '../harness/cloud.ts';
import { run } from '../harness/run.ts';

/** What commands need: a simulated cloud, an environment that leads to it, and a folder for what they write. */
export interface CommandStage {
  readonly cloud: DemoCloud;
  /** Of somebody who may read. */
  readonly env: Record<string, string>;
  readonly folder: string;
  /** Writes a file into the folder, for its owner alone. @returns its path */
  put(name: string, text: string): string;
  /** Takes a snapshot of the organization into a folder of that name. @returns its path */
  snapshot(name: string): Promise<string>;
}

/** Opens it before the first test of a file and ends it after the last; no request may have been wrong. */
export function useCommands(): CommandStage {
  const folder = mkdtempSync(join(tmpdir(), 'commands-'));
  let opened: DemoCloud | undefined;
  const cloud = (): DemoCloud => {
    if (!opened) throw new Error('The cloud is there only while tests run.');
    return opened;
  };
  // Git is found by PATH.
  const env = (): Record<string, string> => ({
    ...{ MIST_HOST: cloud().url, MIST_APITOKEN: cloud().tokens.read, PATH: process.env.PATH ?? '' },
  });
  beforeAll(async () => {
    opened = await startCloud();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    expect(cloud().violations).toEqual([]);
    await cloud().close();
  });
  return {
    folder,
    get cloud() {
      return cloud();
    },
    get env() {
      return env();
    },
    put(name, text) {
      const file = join(folder, name);
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    },
    async snapshot(name) {
      const target = join(folder, name);
      await run(['snapshot', target], { env: env() });
      return target;
    },
  };
}
