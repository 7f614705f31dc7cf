import type { Profile, TokenSource } from '../config/profile.ts';
import { DEFAULT_PROFILE } from '../config/profiles-file.ts';
import { allProfiles } from '../profiles/operator.ts';
import { oneLine, openOutput } from './output.ts';
import type { CommandSettings } from './settings.ts';

/** Where a token is read from, for a person; of a program only what is started, since its arguments may hold anything. */
function sourceText(source: TokenSource): string {
  if (source.kind === 'env') return `variable ${source.variable}`;
  return source.kind === 'file' ? `file ${source.path}` : `output of ${source.command[0]}`;
}

const shortOf = ({ name, cloud, token, orgs, sites, readonly }: Profile) => ({
  name,
  cloud: cloud.name,
  token: sourceText(token),
  ...(orgs.length > 0 ? { orgs: orgs.length } : {}),
  ...(sites.length > 0 ? { sites: sites.length } : {}),
  ...(readonly ? { readonly } : {}),
});

/**
 * `mistmcp profile list`: the profiles, without a request and without reading a token.
 *
 * @throws ConfigError for a file that cannot be used
 */
export async function listProfiles(options: { readonly json?: boolean }, settings: CommandSettings): Promise<void> {
  const output = openOutput(options);
  const { config } = settings.load();
  const profiles = await allProfiles(config);
  const rows = profiles.map((profile) => {
    const row = shortOf(profile);
    return profile.name === DEFAULT_PROFILE ? { ...row, token: config.sources.token } : row;
  });
  if (output.json) {
    output.printJson({ file: config.configFile ?? null, profiles: rows });
    return;
  }
  if (rows.length === 0) {
    output.print('There is no profile, and no MIST_APITOKEN. Add one: mistmcp profile add --help');
    return;
  }
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, cloud, token, orgs, sites, readonly } of rows) {
    const limits = [
      ...(orgs === undefined ? [] : [`${orgs} organization${orgs === 1 ? '' : 's'}`]),
      ...(sites === undefined ? [] : [`${sites} site${sites === 1 ? '' : 's'}`]),
      ...(readonly ? ['read-only'] : []),
    ];
    const rest = [cloud, `token: ${token}`, ...limits].join(' · ');
    output.print(`${output.paint('heading', name.padEnd(width))}  ${oneLine(rest)}`);
  }
}
