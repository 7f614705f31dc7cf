import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StreamFaultKind } from '../../../simulator/stream-fault.ts';
import { deviceOf, type LiveStage, openLiveStage, under } from './live-stage.ts';

let stage: LiveStage;
beforeAll(async () => {
  stage = await openLiveStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.cloud.violations).toEqual([]));

describe('untidy, but whole', () => {
  it.each<[string, StreamFaultKind[]]>([
    ['other people’s output in between', ['foreign']],
    ['lines split over messages and fragments', ['split', 'foreign']],
    ['data that is encoded once', ['plain']],
    ['binary messages', ['binary', 'split']],
    ['messages that are no JSON', ['garbage']],
    ['a late acknowledgment', ['ack_late']],
    ['output before the answer', ['early']],
    ['all of it at once', ['foreign', 'split', 'binary', 'garbage', 'ack_late', 'early']],
  ])('%s', async (_, kinds) => {
    const route = 'POST /api/v1/sites/{site_id}/devices/{device_id}/show_bgp_summary';
    const slow = kinds.includes('early') ? stage.cloud.fault({ kind: 'slow', delayMs: 200, match: route }) : () => {};
    const { data, posts } = await under(stage, [...kinds, 'marker'], 'retrieveBgpSummary');
    slow();
    expect(posts).toBe(1);
    expect(data).toMatchObject({ completed: true, ended_by: 'marker' });
    const whole = await under(stage, ['marker'], 'retrieveBgpSummary');
    expect(whole.data.text).toMatch(/Establ\n {2}inet\.0/);
    expect(data.text).toBe(whole.data.text);
    expect(data.rows).toEqual(whole.data.rows);
  });

  it('output without a mark ends with silence', async () => {
    const { data } = await under(stage, [], 'retrieveBgpSummary');
    expect(data).toMatchObject({ completed: true, ended_by: 'idle' });
  });
});

describe('progress', () => {
  it('tells each line as it comes, without other people’s', async () => {
    const device = deviceOf(stage, 'ssr');
    const off = stage.cloud.stream.fault({ kind: 'foreign', match: device.id });
    const lines: string[] = [];
    const parameters = { host: '192.0.2.7', count: 3 };
    const place = { device_type: 'ssr', utility: 'ping', site_id: device.siteId, device_id: device.mac, parameters };
    await stage.client.callTool(
      { name: 'mist_utilities', arguments: place },
      { onprogress: ({ message }) => lines.push(message ?? '') },
    );
    off();
    expect(lines.filter((line) => line.startsWith('64 bytes from 192.0.2.7')).length).toBe(3);
    expect(lines.join('\n')).not.toContain('SOMEBODY');
  });
});
