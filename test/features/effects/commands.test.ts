import { describe, expect, it } from 'vitest';
import { judgePortsDown, judgeRestart, readDevices } from '../../../src/features/effects/commands.ts';

const NOW = { isLater: false };

describe('what a command comes to', () => {
  it('is never safe where statistics could not be read', () => {
    expect(judgeRestart({ failed: 'no right' }, undefined, NOW).decision).toBe('REVIEW');
    expect(judgePortsDown({ failed: 'no right' }, ['ge-0/0/1']).decision).toBe('REVIEW');
  });

  it('is never safe for a device that has no statistics', () => {
    expect(judgeRestart({ rows: [], ageSeconds: 0 }, ['5c5b35000001'], NOW).decision).toBe('REVIEW');
    expect(judgePortsDown({ rows: [], ageSeconds: 0 }, ['ge-0/0/1']).decision).toBe('REVIEW');
  });

  it('takes an answer that is no list for a failure, not for nobody', async () => {
    const url = 'https://api.mist.com/api/v1/sites/x/stats/devices';
    const send = async () =>
      ({
        body: {},
        url,
        route: 'GET /api/v1/sites/{site_id}/stats/devices',
        headers: new Headers(),
        status: 200,
      }) as const;
    expect(await readDevices({ send }, 'x')).toEqual({ failed: 'the API answered with no list' });
  });
});
