import { describe, expect, it } from 'vitest';
import { deviceNames, knownDeviceNames } from '../../src/mist/device-names.ts';
import { fakeCall } from '../harness/fake-context.ts';

const ORG = '11111111-2222-3333-4444-555555555555';
const body = {
  results: [
    { mac: '5c5b35000001', name: 'Lobby' },
    { mac: '5c5b35000002', name: '' },
    { mac: 'no mac', name: 'Odd' },
    { name: 'Without' },
  ],
};

describe('names of the devices of an organization', () => {
  it('are asked for once, and those without a name or a MAC are left out', async () => {
    const { call, asked } = fakeCall({ reply: () => ({ body }) });
    expect(knownDeviceNames(call, ORG)).toBeUndefined();
    const [first, second] = await Promise.all([deviceNames(call, ORG), deviceNames(call, ORG)]);
    expect(first.entries).toEqual([{ mac: '5c5b35000001', name: 'Lobby' }]);
    expect(second.byMac.get('5c5b35000001')).toBe('Lobby');
    expect(asked).toEqual([`/api/v1/orgs/${ORG}/devices`]);
    expect(await knownDeviceNames(call, ORG)).toBe(first);
  });

  it('are asked for again after this session has written a device', async () => {
    const { call, session, asked } = fakeCall({ reply: () => ({ body }) });
    await deviceNames(call, ORG);
    await session.client.send({
      route: 'PUT /api/v1/sites/{site_id}/devices/{device_id}',
      path: { site_id: ORG, device_id: '00000000-0000-0000-1000-5c5b35000001' },
      body: { name: 'Hall' },
    });
    expect(knownDeviceNames(call, ORG)).toBeUndefined();
    await deviceNames(call, ORG);
    expect(asked.filter((url) => url.endsWith('/devices'))).toHaveLength(2);
  });
});
