import type { Config } from '../../config/config.ts';
import { ConfigError } from '../../config/error.ts';
import { wrapText } from '../../core/wrap-text.ts';
import type { Cloud } from '../../mist/clouds.ts';
import { createSession, type Session } from '../../mist/session.ts';
import { openSession, SeveralProfiles } from '../cloud.ts';
import { type FormFlags, type Output, oneLine, openOutput, type Tone } from '../output.ts';
import type { CommandSettings } from '../settings.ts';
import { checkCalls, checkOtherClouds, checkToken, cloudsToTry } from './account.ts';
import { type Check, failed, ok, type Status, skipped } from './check.ts';
import { checkConnectivity } from './connectivity.ts';
import { checkTools, checkWriting } from './enabled-tools.ts';
import { checkConfiguration, checkNode, checkProxy, checkSources, servesHttp } from './machine.ts';
import { checkSpecification } from './specification.ts';

/** What `mistmcp doctor` was told besides the settings. */
export interface DoctorOptions extends FormFlags {
  /** Clouds that the token may be tried on after a 401. */
  readonly tryClouds?: string;
}

/** Nobody waits longer for one check, in milliseconds. */
const LONGEST = 15_000;

/**
 * Looks at everything that serving needs, and says what to do about what is wrong.
 *
 * @returns the exit code: 0 when nothing failed
 * @throws ConfigError when `--try-clouds` names no cloud
 */
export async function diagnose(options: DoctorOptions, settings: CommandSettings): Promise<number> {
  const output = openOutput(options);
  const checks: Check[] = [];
  const add = (...found: readonly Check[]): void => {
    checks.push(...found);
    if (!output.json) for (const check of found) output.print(line(check, output));
  };
  const { check, config } = checkConfiguration(settings);
  add(checkNode(), check);
  if (config) await examine(config, { ...options, http: servesHttp(settings) }, add);
  if (output.json) output.printJson({ checks });
  return checks.some(({ status }) => status === 'failed') ? 1 : 0;
}

const MARKS: Readonly<Record<Status, { readonly mark: string; readonly tone: Tone }>> = {
  ok: { mark: '✓', tone: 'good' },
  warning: { mark: '!', tone: 'warning' },
  failed: { mark: '✗', tone: 'bad' },
  skipped: { mark: '-', tone: 'quiet' },
};

/** Names of checks stand in a column of their own. */
const NAMES = 14;

function line({ name, status, found, remedy }: Check, output: Output): string {
  const { mark, tone } = MARKS[status];
  const indent = ' '.repeat(NAMES + 3);
  const beside = wrapText(oneLine(found), output.width, indent).trimStart();
  const first = `${output.paint(tone, mark)} ${output.paint('heading', name.padEnd(NAMES))} ${beside}`;
  return remedy === undefined ? first : `${first}\n${wrapText(`→ ${oneLine(remedy)}`, output.width, indent)}`;
}

type Add = (...found: readonly Check[]) => void;

async function examine(given: Config, options: DoctorOptions & { readonly http: boolean }, add: Add): Promise<void> {
  const others = options.tryClouds === undefined ? undefined : cloudsToTry(options.tryClouds, given.cloud);
  add(await checkSpecification(given), checkSources(given), checkProxy(given));
  const opened = await openSession(given).catch((error: unknown) => {
    if (error instanceof ConfigError) return error;
    throw error;
  });
  if (opened instanceof SeveralProfiles) {
    add(ok('profiles', opened.names.join(', ')), skipped('token', 'each profile has its own: mistmcp profile test'));
    add(await checkTools(given, undefined, AbortSignal.timeout(LONGEST)), checkWriting(given));
    return;
  }
  if (opened instanceof ConfigError) {
    add(await reach(given), failed('token', opened.message, 'Paste the bare token, on one line, without quotes.'));
    add(await checkTools(given, undefined, AbortSignal.timeout(LONGEST)), checkWriting(given));
    return;
  }
  const { config, session, close } = opened;
  try {
    const trusted = await account(config, session, { others, http: options.http }, add);
    add(await checkTools(config, trusted ? session : undefined, AbortSignal.timeout(LONGEST)), checkWriting(config));
  } finally {
    await close();
  }
}

const waiting = ({ timeoutSeconds }: Config): number => Math.min(timeoutSeconds * 1000, LONGEST);

async function reach(config: Config): Promise<Check> {
  if (config.proxy?.leadsTo(config.cloud.api)) return skipped('cloud', 'not tried through the proxy without a token');
  return checkConnectivity(config.cloud, waiting(config));
}

/** What decides over the checks of a token. */
interface Asking {
  readonly others: readonly Cloud[] | undefined;
  readonly http: boolean;
}

/** Cloud, token and calls. @returns whether the token was accepted */
async function account(config: Config, session: Session, { others, http }: Asking, add: Add): Promise<boolean> {
  const { cloud } = config;
  const proxied = config.proxy?.leadsTo(cloud.api) === true;
  const contact = proxied ? undefined : await reach(config);
  if (contact) add(contact);
  if (contact?.status === 'failed' && session.token !== undefined) {
    add(skipped('token', 'not sent, since the cloud cannot be reached'));
    return false;
  }
  if (http && session.token === undefined) {
    add(
      skipped('token', 'none is needed: over http every client brings its own; one in MIST_APITOKEN is checked here'),
    );
    return false;
  }
  const identity = await checkToken(session, AbortSignal.timeout(waiting(config)));
  if (proxied) {
    const found = `${cloud.name} (${cloud.region}) ${identity.reached ? 'answers through the proxy' : 'does not answer'}`;
    add(identity.reached ? ok('cloud', found) : skipped('cloud', `${found}; see the token's line`));
  }
  add(identity.check);
  if (identity.rejected) add(await elsewhere(config, session, others));
  if (identity.check.status !== 'ok') return false;
  add(await checkCalls(session, AbortSignal.timeout(waiting(config))));
  return true;
}

/** A token goes to other clouds only where the operator has named them. */
async function elsewhere(config: Config, { token }: Session, others: readonly Cloud[] | undefined): Promise<Check> {
  if (!others) {
    const found = `the token was sent to ${config.cloud.name} alone; --try-clouds NAMES|all tries it on others`;
    return skipped('other clouds', found);
  }
  const { proxy } = config;
  return checkOtherClouds(others, (cloud) => createSession({ cloud, token, proxy }), waiting(config));
}
