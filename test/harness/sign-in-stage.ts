import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoCloud } from '../../simulator/cloud.ts';
import { MAIN_ORG } from '../../simulator/world/world.ts';
import { openAudit } from '../../src/telemetry/audit-log.ts';
import { ConsentDesk } from '../../src/tool/elicitation.ts';
import { type HttpSetup, type RunningHttp, startHttp } from '../../src/transport/http/start.ts';
import { startCloud } from './cloud.ts';
import { type Connected, type Connecting, connectTo, httpConfig } from './http-stage.ts';
import { keptLog } from './log.ts';

/** What clients ask tokens for; where the server really listens is known later. */
export const PUBLIC_URL = 'http://127.0.0.1:8000/mcp';

/** A row or profile of the access file, as it is written. */
type Json = Readonly<Record<string, unknown>>;

/** A server that people sign in to, before a simulated cloud. */
export interface SignInStage {
  readonly cloud: DemoCloud;
  readonly running: RunningHttp;
  readonly lines: string[];
  /** Id of the organization that the tokens `read` and `write` see. */
  readonly org: string;
  /** Every entry of the record of changes. */
  readonly entries: Json[];
  /** Writes the access file anew. */
  grant(access: readonly Json[], profiles?: Json): void;
  /** Puts a token into the file of a profile. */
  setToken(profile: string, token: string): void;
  connect(connecting: Connecting): Promise<Connected>;
  close(): Promise<void>;
}

/** How a stage is opened. */
export interface SignInStageOptions {
  readonly issuer: string;
  readonly access: readonly Json[];
  /** Further arguments of the command line. */
  readonly args?: readonly string[];
  readonly publicUrl?: string;
  readonly setup?: Partial<HttpSetup>;
  /** Profiles besides `reader` and `writer`, by the cloud's address. */
  readonly profiles?: (cloud: DemoCloud) => Json;
}

/** Opens a stage with the profiles `reader` and `writer`, whose tokens are in files. */
export async function openSignInStage(options: SignInStageOptions): Promise<SignInStage> {
  const cloud = await startCloud();
  const folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    return path;
  };
  const setToken = (profile: string, token: string): void => {
    file(`${profile}.token`, token);
  };
  setToken('reader', cloud.tokens.read);
  setToken('writer', cloud.tokens.write);
  const named = (name: string): Json => ({ cloud: cloud.url, token: { file: `${name}.token` } });
  const standard = { reader: named('reader'), writer: named('writer'), ...options.profiles?.(cloud) };
  const grant = (access: readonly Json[], profiles: Json = standard): void => {
    file('access.json', JSON.stringify({ version: 1, profiles, access }));
  };
  grant(options.access);
  const { log, lines } = keptLog();
  const entries: Json[] = [];
  const audit = openAudit(log, undefined);
  const signIn = ['--oidc-issuer', options.issuer, '--public-url', options.publicUrl ?? PUBLIC_URL];
  const running = await startHttp({
    config: httpConfig([...signIn, '--access', join(folder, 'access.json'), ...(options.args ?? [])], {
      MIST_HOST: cloud.url,
    }),
    log,
    desk: new ConsentDesk(),
    audit: {
      write(entry) {
        entries.push(entry);
        audit.write(entry);
      },
    },
    overload: { lateMs: Number.POSITIVE_INFINITY, windowMs: 1, mostMs: 1 },
    ...options.setup,
  });
  const open: Connected[] = [];
  return {
    ...{ cloud, running, lines, entries, grant, setToken },
    org: cloud.world.id('orgs', MAIN_ORG),
    async connect(connecting) {
      const connected = await connectTo(running.url, connecting);
      open.push(connected);
      return connected;
    },
    async close() {
      await Promise.allSettled(open.map(({ client }) => client.close()));
      await running.close(100);
      await cloud.close();
      rmSync(folder, { recursive: true });
    },
  };
}
