import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StreamFaultKind } from '../../../simulator/stream-fault.ts';
import { HOST } from './fifty.ts';
import { deviceOf, type LiveStage, openLiveStage, under } from './live-stage.ts';

/** What ends by its last line: nothing has to wait for silence. */
const PING = { parameters: HOST };

let stage: LiveStage;
beforeAll(async () => {
  stage = await openLiveStage();
});
afterAll(() => stage.close());
afterEach(() => expect(stage.cloud.violations).toEqual([]));

describe('a failure says what happened', () => {
  it('a missing acknowledgment says that nothing was sent', async () => {
    const { data, isError, posts } = await under(stage, ['ack_missing'], 'retrieveBgpSummary', { timeout_seconds: 1 });
    expect({ isError, posts }).toEqual({ isError: true, posts: 0 });
    expect(data.error).toMatch(/did not acknowledge .* within 1 s/);
    expect(data.next_step).toContain('The command was not sent');
  });

  it('a refused subscription says that nothing was sent, and what the cloud said', async () => {
    const { data, isError, posts } = await under(stage, ['ack_refused'], 'retrieveBgpSummary');
    expect({ isError, posts }).toEqual({ isError: true, posts: 0 });
    expect(data).toMatchObject({ api_said: 'permission denied' });
    expect(data.error).toContain('refused the subscription');
  });

  it('a connection that ends before the acknowledgment is opened once more', async () => {
    const opened = stage.cloud.stream.opened;
    const { data, posts } = await under(stage, [{ kind: 'ack_cut', times: 1 }], 'ping', PING);
    expect(posts).toBe(1);
    expect(data).toMatchObject({ completed: true });
    expect(stage.cloud.stream.opened).toBe(opened + 1);
    const again = await under(stage, ['ack_cut'], 'retrieveBgpSummary');
    expect(again).toMatchObject({ isError: true, posts: 0 });
    expect(again.data.error).toContain('cut before the command was sent');
  });

  it('a stream that does not let the token in, or is not there, says which it was and sends nothing', async () => {
    // The connection that was kept ends first.
    await under(stage, ['ack_cut'], 'retrieveBgpSummary');
    for (const [status, words] of [
      [401, 'did not accept the token'],
      [403, 'did not accept the token'],
      [503, 'refused the connection (503)'],
    ] as const) {
      const { data, posts } = await under(
        stage,
        [{ kind: 'refused', match: '/api-ws/v1/stream', status }],
        'retrieveBgpSummary',
      );
      expect(posts).toBe(0);
      expect(data.error).toContain(words);
      expect(data).toMatchObject({ status });
    }
  });

  it.each<[StreamFaultKind, RegExp]>([
    ['cut', /code 1006/],
    ['failure', /code 1011/],
    ['huge', /larger than 4096 KiB/],
  ])('%s: what came is shown, as not complete, and nothing is sent again', async (kind, words) => {
    const { data, isError, posts } = await under(stage, [kind], 'bouncePort', {
      parameters: { port_ids: ['ge-0/0/1', 'ge-0/0/2'] },
    });
    expect({ isError, posts }).toEqual({ isError: false, posts: 1 });
    expect(data).toMatchObject({ completed: false, ended_by: 'closed', text: 'ge-0/0/1: disabled' });
    expect(data.note).toMatch(words);
    expect(data.note).toContain('not sent again');
    expect(data.note).toContain('look before trying again');
  });

  it('silence is no success', async () => {
    const { data, posts } = await under(stage, ['silent'], 'retrieveMacTable', { timeout_seconds: 2 });
    expect(posts).toBe(1);
    expect(data).toMatchObject({ completed: false, ended_by: 'limit', text: '' });
    expect(data).not.toHaveProperty('rows');
    expect(data.note).toContain('No output came within 2 s');
  });

  it('output without end stops at the limit', async () => {
    const { data } = await under(stage, ['endless'], 'retrieveMacTable', { timeout_seconds: 2 });
    expect(data).toMatchObject({ completed: false, ended_by: 'limit' });
    expect(data.text).toContain('line 0\n');
    expect(data.note).toContain('timeout_seconds');
  });

  it('a flood is cut at whole lines, and says so', async () => {
    const { data, text } = await under(stage, ['flood'], 'retrieveMacTable');
    expect(data).toMatchObject({ completed: false, ended_by: 'limit' });
    expect(data.note).toContain('more output than is kept');
    expect(data.note).toMatch(/cut after \d+ of \d+ lines/);
    expect(data.text).toMatch(/^((flood ){9}end\n){100,}(flood ){9}end$/);
    expect(text.length).toBeLessThan(40_000);
  });

  it('a command without a session was accepted and has no output', async () => {
    const { data, posts } = await under(stage, ['no_session'], 'bouncePort', {
      parameters: { port_ids: ['ge-0/0/1'] },
    });
    expect(posts).toBe(1);
    expect(data).toMatchObject({ completed: true, text: '' });
    expect(data).not.toHaveProperty('ended_by');
    expect(data.note).toContain('no session');
  });

  it('no session is no success where there was something to show', async () => {
    const { data, posts } = await under(stage, ['no_session'], 'retrieveMacTable');
    expect(posts).toBe(1);
    expect(data).toMatchObject({ completed: false, text: '' });
    expect(data).not.toHaveProperty('rows');
    expect(data.note).toContain('no session');
  });

  it('a stream at another host is not opened', async () => {
    const { data, isError } = await under(stage, ['elsewhere'], 'topCommand');
    expect(isError).toBe(true);
    expect(data.error).toContain('stream.example.net');
    expect(data.next_step).toContain('The command itself was sent');
  });

  it('a stream of the command’s own that is cut keeps what came', async () => {
    const { data } = await under(stage, ['cut'], 'topCommand');
    expect(data).toMatchObject({ completed: false, ended_by: 'closed' });
    expect(data.text).toContain('load averages');
  });

  it('a command that the API refuses is sent once', async () => {
    const off = stage.cloud.fault({ kind: '503', method: 'POST' });
    const { data, isError, posts } = await under(stage, [], 'retrieveBgpSummary');
    off();
    expect({ isError, posts }).toEqual({ isError: true, posts: 1 });
    expect(data).toMatchObject({ status: 503 });
  });

  it('a command whose answer is cut off is sent once, and only what changes something may have changed it', async () => {
    const off = stage.cloud.fault({ kind: 'cut', method: 'POST' });
    const look = await under(stage, [], 'retrieveBgpSummary');
    const act = await under(stage, [], 'bouncePort', { parameters: { port_ids: ['ge-0/0/1'] } });
    off();
    expect([look.posts, act.posts]).toEqual([1, 1]);
    expect(look.data.next_step).not.toContain('may have been made');
    expect(act.data).toMatchObject({ outcome: 'unknown', completed: false });
    expect(act.data.note).toMatch(/may or may not have been applied.*is not sent again/);
  });
});

describe('cancelling', () => {
  it('closes what was opened', async () => {
    const idle = await under(stage, [], 'ping', PING);
    expect(idle.data.completed).toBe(true);
    const { stream } = stage.cloud;
    const device = deviceOf(stage, 'ex');
    for (const [utility, seen] of [
      ['topCommand', () => stream.sockets],
      ['retrieveMacTable', () => stream.spoken],
    ] as const) {
      const before = seen();
      const off = stream.fault({ kind: 'endless', match: device.id });
      const stop = new AbortController();
      const place = { device_type: 'ex', utility, site_id: device.siteId, device_id: device.mac };
      const call = stage.client.callTool({ name: 'mist_utilities', arguments: place }, { signal: stop.signal });
      // A stream of its own is open, or output has come on the shared one.
      await expect.poll(seen).toBeGreaterThan(before);
      stop.abort('enough');
      await expect(call).rejects.toThrow();
      await expect.poll(() => stream.sockets).toBe(0);
      off();
    }
  });
});
