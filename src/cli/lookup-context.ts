import type { Session } from '../mist/session.ts';
import type { LookupContext } from '../tool/context.ts';

/** The way to the cloud of a command that asks by itself, without a server in between. */
export const lookupContext = (session: Session, signal: AbortSignal): LookupContext => ({
  ...{ session, signal },
  send: (route, parameters = {}) => session.client.send({ route, ...parameters, signal }),
  get: (url) => session.client.get(url, signal),
});
