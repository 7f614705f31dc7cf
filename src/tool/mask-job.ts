import type { HeavyJob } from '../core/heavy-job.ts';

/** Masks the secrets of a very large value. */
export const maskJob: HeavyJob<unknown, unknown> = {
  name: 'mask',
  async load() {
    const { redact } = await import('./redact.ts');
    return (value) => redact(value);
  },
  isOutput: (value): value is unknown => value !== undefined,
};
