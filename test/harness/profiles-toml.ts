/** A profile as the file has it, with the token that its file holds. */
export interface StagedProfile {
  readonly cloud: string;
  readonly token: string;
  readonly orgs?: readonly string[];
  readonly sites?: readonly string[];
  readonly readonly?: boolean;
}

const line = (name: string, value: unknown): string =>
  value === undefined ? '' : `${name} = ${JSON.stringify(value)}\n`;

/** The text of a file of profiles whose tokens are in files beside it. */
export function profilesToml(profiles: Readonly<Record<string, StagedProfile>>): string {
  const tables = Object.entries(profiles).map(
    ([name, { cloud, orgs, sites, readonly }]) =>
      `\n[profiles.${name}]\ncloud = "${cloud}"\ntoken = { file = "${name}.token" }\n${line('orgs', orgs)}${line('sites', sites)}${line('readonly', readonly)}`,
  );
  return `version = 1\n${tables.join('')}`;
}
