import type { Config } from '../config/config.ts';
import { ConfigError, shown } from '../config/error.ts';
import type { Profile } from '../config/profile.ts';
import { readProfileToken } from '../config/profile-token.ts';
import { DEFAULT_PROFILE, readProfilesFile } from '../config/profiles-file.ts';

/** The profiles of an operator: one, which the configuration is then made for, or several. */
export type OperatorProfiles =
  | { readonly kind: 'one'; readonly config: Config }
  | { readonly kind: 'several'; readonly config: Config; readonly profiles: readonly Profile[] };

/** The profile that the variables of the environment are. */
export const defaultProfile = ({ cloud }: Pick<Config, 'cloud'>): Profile => ({
  name: DEFAULT_PROFILE,
  cloud,
  token: { kind: 'env', variable: 'MIST_APITOKEN' },
  ...{ orgs: [], sites: [], readonly: false },
});

/**
 * All profiles: that of the environment, where it has a token, then those of the file.
 *
 * @throws ConfigError for a file that cannot be used
 */
export async function allProfiles(config: Config): Promise<readonly Profile[]> {
  const own = config.token === undefined ? [] : [defaultProfile(config)];
  if (config.configFile === undefined) return own;
  return [...own, ...(await readProfilesFile(config.configFile)).values()];
}

/**
 * Reads the token of a profile; that of the default one is where the settings found it.
 *
 * @throws Error one sentence for whoever runs the server
 */
export const tokenOf =
  ({ token }: Pick<Config, 'token'>) =>
  async (profile: Profile): Promise<string> =>
    profile.name === DEFAULT_PROFILE && token !== undefined ? token : readProfileToken(profile);

/**
 * Finds out whose tokens are used. The one that is chosen, or the only one, takes the place of the environment's.
 *
 * @throws ConfigError for a file that cannot be used, a name that no profile has, or the only token that cannot be read
 */
export async function resolveProfiles(config: Config): Promise<OperatorProfiles> {
  const { configFile, profile: wanted } = config;
  if (configFile === undefined && (wanted === undefined || wanted === DEFAULT_PROFILE)) return { kind: 'one', config };
  const profiles = await allProfiles(config);
  const chosen = wanted === undefined ? profiles : profiles.filter(({ name }) => name === wanted);
  const [only] = chosen;
  if (wanted !== undefined && !only) {
    const names = profiles.map(({ name }) => name).join(', ') || 'none';
    throw new ConfigError(`There is no profile ${shown(wanted)}: there are ${names}. See mistmcp profile list.`);
  }
  if (chosen.length > 1) return { kind: 'several', config, profiles };
  if (!only || only.name === DEFAULT_PROFILE) return { kind: 'one', config };
  return { kind: 'one', config: await configWith(only, config) };
}

async function configWith(profile: Profile, config: Config): Promise<Config> {
  const { name, cloud, readonly } = profile;
  try {
    return {
      ...{ ...config, cloud, token: await readProfileToken(profile), usedProfile: profile },
      writeTools: config.writeTools && !readonly,
      sources: { token: `the profile ${name}`, cloud: `the profile ${name}` },
    };
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : String(error)} See mistmcp profile test.`);
  }
}
