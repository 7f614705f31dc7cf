import type { InputRequiredResult } from '@modelcontextprotocol/server';

/** Ends one round of a call: the question goes to the person, and the call runs again from its top with the answer. */
export class ElicitationRequired extends Error {
  override readonly name = 'ElicitationRequired';
  readonly result: InputRequiredResult;

  constructor(result: InputRequiredResult) {
    super('confirmation required');
    this.result = result;
  }
}
