import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCloud } from '../../../src/mist/clouds.ts';
import { createSession } from '../../../src/mist/session.ts';
import { runCommand } from '../../../src/mist/stream/command.ts';
import { type Device, deviceOf, type LiveStage, openLiveStage } from './live-stage.ts';

let stage: LiveStage;
beforeAll(async () => {
  stage = await openLiveStage();
});
afterAll(() => stage.close());

describe('many commands at once', () => {
  it('100 over 30 devices share a connection, and each shows its own output only', async () => {
    const targets = (['ap', 'ex', 'ssr', 'srx'] as const)
      .flatMap((platform) => stage.devices(platform).map((device) => ({ platform, device })))
      .slice(0, 30);
    expect(targets.length).toBe(30);
    const off = stage.cloud.stream.fault({ kind: 'foreign' });
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const { platform, device } = targets[index % 30] ??
          targets[0] ?? { platform: 'ap', device: deviceOf(stage, 'ap') };
        const parameters = { host: `192.0.2.${index}`, count: 3 };
        return { index, device, answer: await stage.run(platform, 'ping', device, { parameters }) };
      }),
    );
    off();
    for (const { index, device, answer } of answers) {
      expect(answer.isError, answer.text).toBe(false);
      expect(answer.data).toMatchObject({ device: device.id, completed: true });
      const hosts = new Set(String(answer.data.text).match(/192\.0\.2\.\d+/g));
      expect([...hosts]).toEqual([`192.0.2.${index}`]);
      expect(answer.text).not.toContain('SOMEBODY');
      expect(String(answer.data.text).match(/bytes from/g)?.length).toBe(3);
    }
    expect(stage.posts().length).toBe(100);
    expect(stage.cloud.stream.opened).toBe(1);
    expect(stage.cloud.violations).toEqual([]);
  });

  it('one device runs four at once; the others wait their turn', async () => {
    const { url, tokens } = stage.cloud;
    const session = createSession({ cloud: parseCloud(url, { operator: true }), token: tokens.write });
    const device = deviceOf(stage, 'ssr');
    let running = 0;
    let most = 0;
    const limits = { firstMs: 30_000, idleMs: 1000, overallMs: 30_000, readyMs: 30_000 };
    const one = async (index: number) => {
      const outcome = await runCommand({
        ...{ session, limits, siteId: device.siteId, deviceId: device.id, signal: new AbortController().signal },
        async post() {
          running += 1;
          most = Math.max(most, running);
          const route = 'POST /api/v1/sites/{site_id}/devices/{device_id}/ping';
          const path = { site_id: device.siteId, device_id: device.id };
          return (await session.client.send({ route, path, body: { host: `198.51.100.${index}`, count: 2 } })).body;
        },
      });
      running -= 1;
      return outcome.text;
    };
    const texts = await Promise.all(Array.from({ length: 12 }, (_, index) => one(index)));
    expect(most).toBe(4);
    for (const [index, text] of texts.entries()) expect(text).toContain(`PING 198.51.100.${index} `);
  });
});

it('the acknowledgment of a subscription that was given up is not taken for that of the next one', async () => {
  const { url, tokens, stream } = stage.cloud;
  const session = createSession({ cloud: parseCloud(url, { operator: true }), token: tokens.write });
  const patient = { firstMs: 60_000, idleMs: 60_000, overallMs: 60_000, readyMs: 60_000 };
  const run = ({ siteId, id: deviceId }: Device, signal: AbortSignal, readyMs = patient.readyMs) =>
    runCommand({
      ...{ session, limits: { ...patient, readyMs }, siteId, deviceId, signal },
      async post() {
        const route = 'POST /api/v1/sites/{site_id}/devices/{device_id}/show_ospf_summary';
        return (await session.client.send({ route, path: { site_id: siteId, device_id: deviceId } })).body;
      },
    });
  const [busy, target] = stage.devices('ssr');
  if (!busy || !target) throw new Error('no two gateways');
  // Another command keeps the shared connection open.
  const sent = stage.posts(busy).length;
  const offs = [stream.fault({ kind: 'endless', match: busy.id })];
  const leaving = new AbortController();
  const other = run(busy, leaving.signal);
  await expect.poll(() => stage.posts(busy).length).toBeGreaterThan(sent);
  const subscriptions = () => stream.subscriptions.filter((channel) => channel.includes(target.id)).length;
  const before = { subscriptions: subscriptions(), posts: stage.posts(target).length };
  offs.push(stream.fault({ kind: 'ack_late', match: target.id, times: 1, delayMs: 1000 }));
  const impatient = new AbortController();
  const first = run(target, impatient.signal);
  await expect.poll(subscriptions).toBe(before.subscriptions + 1);
  impatient.abort();
  await expect(first).rejects.toThrow('cancelled');
  offs.push(stream.fault({ kind: 'ack_missing', match: target.id }));
  // The first acknowledgment comes while this one is waited for.
  await expect(run(target, leaving.signal, 2000)).rejects.toThrow('did not acknowledge');
  expect(stage.posts(target).length).toBe(before.posts);
  leaving.abort();
  expect((await other).end?.by).toBe('cancelled');
  for (const off of offs) off();
});
