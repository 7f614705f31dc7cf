import { spawn, spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { startDemoCloud } from '../../simulator/cloud.ts';
import { type ElicitationHandler, handlerAt } from '../../src/cli/terminal-elicitation.ts';
import { command } from '../harness/command.ts';

const confirm = { type: 'boolean', title: 'Yes, do exactly this', default: false };
const typed = { type: 'string', title: 'Type: Guest' };
const form = (properties: object) => ({ message: 'Delete "Guest"\u001b[2J?\nId: 1', requestedSchema: { properties } });

function person(lines: string): { person: ElicitationHandler; said(): string } {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(lines);
  let said = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return { person: handlerAt({ input, output }), said: () => said };
}

describe('a form on a terminal', () => {
  it.each([
    ['y\n', { action: 'accept', content: { confirm: true } }],
    ['YES\n', { action: 'accept', content: { confirm: true } }],
    ['\n', { action: 'decline' }],
    ['n\n', { action: 'decline' }],
    ['yeah\n', { action: 'decline' }],
    ['', { action: 'cancel' }],
  ])('reads %j', async (lines, reply) => {
    const { person: somebody, said } = person(lines);
    expect(await somebody.ask(form({ confirm }))).toEqual(reply);
    expect(said()).toContain('Yes, do exactly this [y/N]: ');
    expect(said()).toContain('Delete "Guest"?\nId: 1');
  });

  it('asks for what is to be typed after a yes only', async () => {
    const both = person('y\nGuest\n');
    expect(await both.person.ask(form({ confirm, typed }))).toEqual({
      action: 'accept',
      content: { confirm: true, typed: 'Guest' },
    });
    const no = person('n\n');
    expect(await no.person.ask(form({ confirm, typed }))).toEqual({ action: 'decline' });
    expect(no.said()).not.toContain('Type:');
    expect(await person('y\n').person.ask(form({ confirm, typed }))).toEqual({ action: 'cancel' });
  });
});

/** util-linux's `script` runs a command on a terminal of its own. */
const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

describe.skipIf(!hasScript)('a change on a terminal (skipped where there is no util-linux script)', () => {
  const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' ');

  async function change(reply: string): Promise<{ text: string; code: unknown; writes: number }> {
    const cloud = await startDemoCloud({ seed: 1 });
    const inputs = ['action_type=update', 'object_type=org_wlans', 'payload:={"sle_excluded":true}'];
    const args = [
      'call',
      'mist_update_configuration_objects',
      ...inputs,
      'object_id=c92584d5-6e48-400e-a7e4-d009c46860ca',
    ];
    const line = quoted([...command, ...args, '--enable-write-tools']);
    const env = { PATH: process.env.PATH, MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.write, NO_COLOR: '1' };
    const child = spawn('script', ['-qec', line, '/dev/null'], { cwd: '/', env });
    let text = '';
    let asked = false;
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (asked || !text.includes('[y/N]')) return;
      asked = true;
      child.stdin.write(reply);
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    const writes = cloud.requests.filter(({ method }) => method === 'PUT').length;
    await cloud.close();
    return { text, code, writes };
  }

  it('is shown, asked for, and made after a yes', async () => {
    const { text, code, writes } = await change('y\n');
    expect(text).toContain('Change WLAN "Lakeside-Guest"');
    expect(text).toMatch(/^SAFE: /m);
    expect(text).toMatch(/sle_excluded: .* → true/);
    expect(text).toMatch(/^outcome: applied/m);
    expect({ code, writes }).toEqual({ code: 0, writes: 1 });
  });

  it.each([
    ['\n', /^decision: declined/m, 1],
    ['\u0004', /^decision: cancelled/m, 1],
    ['\u0003', /Cancelled\./, 130],
  ])('is not made after %j', async (reply, sentence, code) => {
    const done = await change(reply);
    expect(done.text).toMatch(sentence);
    expect({ code: done.code, writes: done.writes }).toEqual({ code, writes: 0 });
  });
});
