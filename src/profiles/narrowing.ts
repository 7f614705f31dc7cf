import type { Profile } from '../config/profile.ts';
import { digestOf } from '../core/digest.ts';
import { narrowedClient } from '../mist/access-rights.ts';
import type { SessionOptions } from '../mist/session.ts';

/** What a session of a profile on stdio has besides its token. */
type ProfileSessionOptions = Pick<SessionOptions, 'cloud' | 'principal' | 'narrow'>;

/**
 * Holds a session to what the operator's file says of its profile, and its caches, confirmations and records to the
 * profile itself, whichever token it has at the moment.
 *
 * @param wider whether the token sees organizations that are not meant
 * @param onUnauthorized told that Mist does not accept the token
 */
export function profileSession(
  { name, cloud, orgs, sites, readonly }: Profile,
  wider: boolean,
  onUnauthorized: () => void = () => {},
): ProfileSessionOptions {
  const rights = {
    ...{ profile: name, cloud, orgs, wider, onUnauthorized },
    grants: [{ write: !readonly, sites }],
    ownAccount: true,
    renewal: `A token of another cloud is refused in the same way: check that it is for ${cloud.name}, or renew it; mistmcp profile test ${name} tries it.`,
  };
  return {
    cloud,
    principal: digestOf(JSON.stringify(['profile', name, cloud.api])),
    narrow: (client) => narrowedClient(client, rights),
  };
}
