import { MistError } from '../../core/errors/mist-error.ts';
import type { Cloud } from '../clouds.ts';
import type { ProxyFailure } from '../http/proxy/failure.ts';
import { tlsTrouble } from '../http/tls-error.ts';

const UNSENT = 'The command was not sent.';

/** The stream did not let this token in, or could not be reached. Nothing was sent to the device. */
export function notConnected(cloud: Cloud, status: number | undefined, code: string): MistError {
  if (status === 401 || status === 403) {
    const kind = status === 401 ? 'unauthorized' : 'forbidden';
    const advice = `${UNSENT} Check with mist_get_self that the token works on ${cloud.name} and may use this site.`;
    return new MistError(kind, `The stream of ${cloud.name} did not accept the token (${status}).`, advice, { status });
  }
  if (status !== undefined) {
    const advice = `${UNSENT} A proxy or firewall in between may not allow WebSocket connections; try again in a minute.`;
    return new MistError('server', `The stream of ${cloud.name} refused the connection (${status}).`, advice, {
      status,
    });
  }
  const tls = tlsTrouble(code);
  if (tls) {
    return new MistError(
      'network',
      `The stream of ${cloud.name} could not be reached: ${tls.reason}.`,
      `${UNSENT} ${tls.advice}`,
    );
  }
  const advice = `${UNSENT} Its host is ${new URL(cloud.stream).host}: check that the network allows WebSocket connections to it.`;
  return new MistError(
    'network',
    `The stream of ${cloud.name} could not be reached${code ? ` (${code})` : ''}.`,
    advice,
  );
}

/** The way to the stream through a proxy failed. Nothing was sent to the device. */
export const notThrough = (cloud: Cloud, { reason, advice }: ProxyFailure): MistError =>
  new MistError('network', `The stream of ${cloud.name} could not be reached: ${reason}.`, `${UNSENT} ${advice}`);

/** No acknowledgment of the subscription came in time. Nothing was sent to the device. */
export const notAcknowledged = (seconds: number): MistError =>
  new MistError(
    'timeout',
    `The stream did not acknowledge the subscription to this device within ${seconds} s.`,
    `${UNSENT} Try again; if it stays so, check that site and device belong together.`,
  );

/** The cloud refused the subscription. Nothing was sent to the device. */
export const notSubscribed = (detail: string | undefined): MistError =>
  new MistError(
    'forbidden',
    'The stream refused the subscription to this device.',
    `${UNSENT} Check that the device is at this site, and what the role of the token allows.`,
    detail === undefined ? {} : { detail },
  );

/** The connection ended before the command was sent. */
export const lostEarly = (): MistError =>
  new MistError('network', 'The connection to the stream was cut before the command was sent.', `${UNSENT} Try again.`);

/** The caller gave up before the command was sent. */
export const cancelledEarly = (): MistError =>
  new MistError('cancelled', 'The command was cancelled.', `${UNSENT} Ask again if it is still wanted.`);

/** The cloud named a stream that is not its own: it is not opened, since the token would go along. */
export const foreignStream = (host: string): MistError =>
  new MistError(
    'refused',
    `The answer to the command points to a stream at ${host}, which is not the stream of this cloud; it was not opened.`,
    'The command itself was sent. Check MIST_HOST, and whether a proxy rewrites answers.',
  );
