import { MistError } from '../../../core/errors/mist-error.ts';
import { OutOfRequests } from './reader.ts';

/** Whether something could not be read, as opposed to a call that was cancelled or a fault of this code. */
export const isMistFailure = (error: unknown): error is MistError | OutOfRequests =>
  error instanceof OutOfRequests || (error instanceof MistError && error.kind !== 'cancelled');
