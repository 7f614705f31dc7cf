import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOST, LINES, type Line } from './fifty.ts';
import { deviceOf, type LiveStage, openLiveStage, type Platform } from './live-stage.ts';

const SCREENS = ['monitorTraffic', 'topCommand'];
const nameOf = ([platform, utility]: Line): string => `${platform} ${utility}`;

let stage: LiveStage;
beforeAll(async () => {
  stage = await openLiveStage();
});
afterAll(() => stage.close());

describe('the table of utilities', () => {
  it('has the 50 rows, with their effects, and nothing else', async () => {
    expect(LINES.length).toBe(50);
    const listed: string[] = [];
    for (const device_type of ['ap', 'ex', 'srx', 'ssr']) {
      const { data } = await stage.call('mist_utilities', { device_type });
      const utilities: unknown[] = Array.isArray(data.utilities) ? data.utilities : [];
      for (const one of utilities) {
        if (typeof one !== 'object' || one === null) throw new Error('no object');
        const { utility, effect, available } = { utility: '', effect: '', available: false, ...one };
        listed.push(`${device_type} ${utility} ${effect} ${available}`);
      }
    }
    const words = { '': 'diagnostic', W: 'state-changing', WC: 'disruptive' };
    expect(listed.sort()).toEqual(LINES.map((line) => `${nameOf(line)} ${words[line[2]]} true`).sort());
    expect(stage.cloud.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('runs every row: the right body, one request, the output, a question where people may notice', async () => {
    const answers = await Promise.all(
      LINES.map(async (line, index) => {
        const [platform, utility, , , parameters] = line;
        // The limit holds for the acknowledgment too, which is late where fifty commands begin at once.
        const limit = SCREENS.includes(utility) ? { timeout_seconds: 8 } : {};
        const device = deviceOf(stage, platform, index);
        return { line, device, answer: await stage.run(platform, utility, device, { parameters, ...limit }) };
      }),
    );
    const sent = stage.posts().map(({ command, body }) => `${command} ${JSON.stringify(body)}`);
    for (const { line, device, answer } of answers) {
      const [platform, utility, , command, , body, output] = line;
      expect(answer.isError, `${nameOf(line)}: ${answer.text}`).toBe(false);
      const { data } = answer;
      expect(data, nameOf(line)).toMatchObject({ device: device.id, utility, completed: true });
      expect(data.text, nameOf(line)).toMatch(output);
      const marked = platform === 'ssr' || utility === 'ping' || utility === 'traceroute';
      const quiet = command === 'clear_policy_hit_count' ? 'closed' : marked ? 'marker' : 'idle';
      const end = SCREENS.includes(utility) ? 'limit' : quiet;
      expect(data.ended_by, nameOf(line)).toBe(end);
      const bodies = stage.posts(device).filter((post) => post.command === command);
      expect(bodies, nameOf(line)).toContainEqual({ command, body });
    }
    expect(sent.length).toBe(50);
    const confirmed = LINES.filter(([, , effect]) => effect === 'WC').length;
    expect(stage.forms.length).toBe(confirmed);
    expect(stage.cloud.violations).toEqual([]);
  });

  it('reads rows where the output has a known form', async () => {
    const forms: [Platform, string, Record<string, unknown>, Record<string, unknown>][] = [
      ['ex', 'ping', HOST, { sent: 2, received: 2, loss_percent: 0 }],
      ['ap', 'retrieveArpTable', {}, { ip: '10.10.5.1', mac: '4c:96:14:00:00:01', interface: 'br0' }],
      ['ssr', 'retrieveArpTable', {}, { ip: '10.12.10.21', vlan: 10, state: 'Valid' }],
      ['ssr', 'retrieveBgpSummary', {}, { peer: '10.255.0.2', as: 65000, state: 'Active' }],
      ['ssr', 'traceroute', { host: '192.0.2.9' }, { hop: 2, ms: [], lost: 3 }],
    ];
    const answers = await Promise.all(
      forms.map(([platform, utility, parameters]) =>
        stage.run(platform, utility, deviceOf(stage, platform), { parameters }),
      ),
    );
    for (const [index, { data, text }] of answers.entries()) {
      expect(data.rows, text).toContainEqual(expect.objectContaining(forms[index]?.[3]));
    }
    const unknown = await stage.run('ssr', 'retrieveSessions', deviceOf(stage, 'ssr'));
    expect(unknown.data).not.toHaveProperty('rows');
    expect(unknown.data.text).toContain('forward');
  });
});
