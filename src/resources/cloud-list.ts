import { type Cloud, clouds } from '../mist/clouds.ts';

/** What decides which clouds there are for whoever asks. */
export interface CloudScope {
  /** The cloud that this session's token goes to. */
  readonly cloud: Cloud;
  /** Clouds that the operator has named besides the public ones. */
  readonly allowed: readonly Cloud[];
  /** Only the simulated cloud is there. */
  readonly demo: boolean;
  /** Whether each client chooses for itself, as over HTTP. */
  readonly chosenByClient: boolean;
}

const portalOf = (host: string): string | undefined =>
  host.startsWith('api.') ? host.replace(/^api\./, 'manage.') : undefined;

/** The clouds by region and host, and which of them is asked here. */
export function cloudList({ cloud, allowed, demo, chosenByClient }: CloudScope): object {
  const all = [...(demo ? [] : clouds()), ...allowed, cloud];
  const named = new Map(all.map((one) => [one.name, one]));
  const rows = [...named.values()].map(({ name, region, api, stream }) => {
    const portal = portalOf(name);
    return { region, host: name, api, stream, ...(portal ? { portal } : {}), in_use: name === cloud.name };
  });
  const how = chosenByClient
    ? 'Each client chooses with the header X-Mist-Cloud or ?cloud= in the address.'
    : 'The operator chooses with MIST_HOST; it cannot be changed in a conversation.';
  return {
    in_use: cloud.name,
    clouds: rows,
    note: `An organization lives on one cloud: a token of another region is refused as unknown (401). ${how}`,
  };
}
