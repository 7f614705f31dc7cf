import type { Config } from '../config/config.ts';
import { ConfigError, shown } from '../config/error.ts';
import type { Profile } from '../config/profile.ts';
import { isRecord } from '../core/json.ts';
import { createSession } from '../mist/session.ts';
import { allProfiles, tokenOf } from '../profiles/operator.ts';
import { checkToken } from './doctor/account.ts';
import { type Check, failed, warning } from './doctor/check.ts';
import { oneLine, openOutput } from './output.ts';
import type { CommandSettings } from './settings.ts';

/** How long a cloud may take to say whose token it is, in milliseconds. */
const CHECK_MS = 15_000;

const REFUSED =
  'Either the token is wrong or was deleted, or it belongs to another cloud: both look the same from here. Make a new token in the portal, or correct `cloud` of the profile.';

/** Asks the cloud of a profile, and no other, whose its token is. */
async function checkProfile(profile: Profile, config: Config): Promise<Check> {
  const { name, cloud } = profile;
  let token: string;
  try {
    token = await tokenOf(config)(profile);
  } catch (error) {
    return failed(
      name,
      error instanceof Error ? error.message : String(error),
      'Correct where its token is read from.',
    );
  }
  const session = createSession({ cloud, token, proxy: config.proxy });
  try {
    const { check, self, rejected } = await checkToken(session, AbortSignal.timeout(CHECK_MS));
    if (rejected) return failed(name, check.found, REFUSED);
    if (check.status !== 'ok') return { ...check, name };
    return unseen(profile, self) ?? { ...check, name };
  } finally {
    await session.client.close();
  }
}

/** Organizations that the file names and the token does not see; through an MSP it may see any. */
function unseen({ name, orgs }: Profile, self: unknown): Check | undefined {
  const privileges = isRecord(self) && Array.isArray(self.privileges) ? self.privileges.filter(isRecord) : [];
  if (privileges.some(({ scope }) => scope === 'msp')) return undefined;
  const missing = orgs.filter((id) => !privileges.some(({ org_id: seen }) => seen === id));
  if (missing.length === 0) return undefined;
  return warning(
    name,
    `The token does not see ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}.`,
    'Correct `orgs` of the profile, or give it a token that sees them.',
  );
}

/**
 * `mistmcp profile test`: asks each profile's own cloud whose its token is.
 *
 * @param name the one to test; all unless told
 * @returns the exit code: 0 when all can be used
 * @throws ConfigError for a file that cannot be used, or a name that no profile has
 */
export async function testProfiles(
  name: string | undefined,
  options: { readonly json?: boolean },
  settings: CommandSettings,
): Promise<number> {
  const output = openOutput(options);
  const { config } = settings.load();
  const profiles = await allProfiles(config);
  const chosen = name === undefined ? profiles : profiles.filter((profile) => profile.name === name);
  if (chosen.length === 0) {
    const names = profiles.map((profile) => profile.name).join(', ') || 'none';
    throw new ConfigError(
      name === undefined
        ? 'There is no profile to test, and no MIST_APITOKEN: add one, see mistmcp profile add --help.'
        : `There is no profile ${shown(name)}: name one of ${names}.`,
    );
  }
  const checks = await Promise.all(chosen.map((profile) => checkProfile(profile, config)));
  if (output.json) output.printJson({ profiles: checks });
  else {
    for (const { name: whose, status, found, remedy } of checks) {
      const tone = status === 'ok' ? 'good' : status === 'warning' ? 'warning' : 'bad';
      output.print(
        `${output.paint(tone, status === 'ok' ? '✓' : '✗')} ${output.paint('heading', whose)}  ${oneLine(found)}`,
      );
      if (remedy !== undefined) output.print(`    → ${oneLine(remedy)}`);
    }
  }
  return checks.some(({ status }) => status === 'failed') ? 1 : 0;
}
