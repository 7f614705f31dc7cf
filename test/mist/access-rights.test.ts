import { describe, expect, it } from 'vitest';
import { MistError, refused } from '../../src/core/errors/mist-error.ts';
import { type AccessRights, narrowedClient } from '../../src/mist/access-rights.ts';
import { parseCloud } from '../../src/mist/clouds.ts';
import type { MistClient } from '../../src/mist/http/client.ts';

const ORG = '11111111-2222-3333-4444-555555555555';
const MINE = '66666666-2222-3333-4444-555555555555';
const OTHER = '77777777-2222-3333-4444-555555555555';
const SEARCH = `/api/v1/orgs/${ORG}/devices/search`;

/** A client that notes what is sent, and what refused tokens were told of. */
function narrowed(rights: Partial<AccessRights>, error: MistError = refused('sent', 'Nothing to do.')) {
  const sent: string[] = [];
  const told: string[] = [];
  const fail = async (what: string): Promise<never> => {
    sent.push(what);
    throw error;
  };
  const client: MistClient = {
    send: ({ route }) => fail(route),
    get: (url) => fail(url),
    close: async () => {},
  };
  const whole: AccessRights = {
    ...{ profile: 'noc', cloud: parseCloud('api.mist.com'), orgs: [], wider: false },
    grants: [{ write: false, sites: [MINE] }],
    onUnauthorized: () => told.push('noc'),
    ...rights,
  };
  return { client: narrowedClient(client, whole), sent, told };
}

describe('a next page for somebody with one site', () => {
  it('is asked for where it names that site', async () => {
    const { client, sent } = narrowed({});
    await expect(client.get(`${SEARCH}?site_id=${MINE}&page=2`)).rejects.toThrow('sent');
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['names another site too', `${SEARCH}?site_id=${MINE}&site_id=${OTHER}`],
    ['names no site', SEARCH],
    ['names a site where its route takes none', `/api/v1/orgs/${ORG}/wlans?site_id=${MINE}`],
  ])('is refused with nothing sent where it %s', async (_, url) => {
    const { client, sent } = narrowed({});
    await expect(client.get(url)).rejects.toThrow(/does not reach/);
    expect(sent).toEqual([]);
  });
});

describe('a token that Mist refuses', () => {
  it('is the matter of the operator also where only the home of a site was looked up', async () => {
    const error = new MistError('unauthorized', 'Mist does not know the token.', 'Check it.', { status: 401 });
    const { client, sent, told } = narrowed({ orgs: [ORG], wider: true, grants: [{ write: false, sites: [] }] }, error);
    const asked = client.send({ route: 'GET /api/v1/sites/{site_id}/wlans', path: { site_id: MINE } });
    await expect(asked).rejects.toThrow(/token of the profile noc/);
    expect(sent).toEqual(['GET /api/v1/sites/{site_id}']);
    expect(told).toEqual(['noc']);
  });
});
