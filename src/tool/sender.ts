import type { Sender } from '../features/configuration/fetch.ts';
import type { Call } from './context.ts';

/**
 * The way to the cloud for a look-up that takes several requests.
 *
 * @param sent called for each of them
 */
export const senderOf = (call: Call, sent: () => void = () => {}): Sender => ({
  session: call.session,
  signal: call.signal,
  send(route, parameters) {
    sent();
    return call.send(route, parameters);
  },
  get(url) {
    sent();
    return call.session.client.get(url, call.signal);
  },
});
