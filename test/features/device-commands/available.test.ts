import { describe, expect, it } from 'vitest';
import { openLocalStage } from '../../harness/local-stage.ts';
import type { StageOptions } from '../../harness/stage.ts';

/** Which utilities of a switch can be run now, by name. */
async function available(options: StageOptions): Promise<Record<string, unknown>> {
  const stage = await openLocalStage(options);
  try {
    const { data } = await stage.call('mist_utilities', { device_type: 'ex' });
    const all: unknown[] = Array.isArray(data.utilities) ? data.utilities : [];
    return Object.fromEntries(all.map((one) => [String(Object(one).utility), Object(one).available]));
  } finally {
    await stage.close();
  }
}

const asking = { capabilities: { elicitation: { form: {} } } };

describe('what is available now', () => {
  it.each([
    ['a server that only reads', {}, { ping: true, clearHitCount: false, bouncePort: false }],
    [
      'an application that cannot ask the person',
      { token: 'write', args: ['--enable-write-tools'] },
      { ping: true, clearHitCount: true, bouncePort: false },
    ],
    [
      'an application that can',
      { token: 'write', args: ['--enable-write-tools'], client: asking },
      { ping: true, clearHitCount: true, bouncePort: true },
    ],
    [
      'an operator who switched questions off',
      { token: 'write', args: ['--enable-write-tools', '--disable-elicitation'] },
      { ping: true, clearHitCount: true, bouncePort: true },
    ],
  ] as const)('for %s', async (_who, options, expected) => {
    expect(await available(options)).toMatchObject(expected);
  });
});
