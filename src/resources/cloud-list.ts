import { type Cloud, clouds } from '../mist/clouds.ts';

/** What decides which clouds there are for whoever asks. */
export interface CloudScope {
  /** The cloud that this session's token goes to. */
  readonly cloud: Cloud;
  /** Clouds that the operator has named besides the public ones. */
  readonly allowed: readonly Cloud[];
  /** Only the simulated cloud is there. */
  readonly demo: boolean;
  /** Who chooses: each client for itself, as over HTTP, or the operator, by the variables or the profiles that people use. */
  readonly chosenBy: 'client' | 'variables' | 'profiles';
}

const portalOf = (host: string): string | undefined =>
  host.startsWith('api.') ? host.replace(/^api\./, 'manage.') : undefined;

const WAYS: Readonly<Record<CloudScope['chosenBy'], string>> = {
  client: 'Each client chooses with the header X-Mist-Cloud or ?cloud= in the address.',
  variables: 'The operator chooses with MIST_HOST; it cannot be changed in a conversation.',
  profiles: 'The operator gives each profile its cloud; a call goes to that of the profile that it is about.',
};

/** The clouds by region and host, and which of them is asked here. */
export function cloudList({ cloud, allowed, demo, chosenBy }: CloudScope): object {
  const all = [...(demo ? [] : clouds()), ...allowed, cloud];
  const named = new Map(all.map((one) => [one.name, one]));
  const rows = [...named.values()].map(({ name, region, api, stream }) => {
    const portal = portalOf(name);
    return { region, host: name, api, stream, ...(portal ? { portal } : {}), in_use: name === cloud.name };
  });
  const how = WAYS[chosenBy];
  return {
    in_use: cloud.name,
    clouds: rows,
    note: `An organization lives on one cloud: a token of another region is refused as unknown (401). ${how}`,
  };
}
