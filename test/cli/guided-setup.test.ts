import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasTerminal, onTerminal, type TerminalRun, type Typed } from '../../scripts/agents/terminal.ts';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { readAnswer } from '../harness/answer.ts';
import { command } from '../harness/command.ts';

describe.skipIf(!hasTerminal())(
  'setup without a name, on a terminal (skipped where there is no util-linux script)',
  () => {
    let home: string;
    let cloud: DemoCloud;
    beforeEach(async () => {
      cloud = await startDemoCloud({ seed: 1 });
      home = mkdtempSync(join(tmpdir(), 'mistmcp-guided-'));
      // A program and a folder that are found.
      const bin = join(home, 'bin');
      mkdirSync(bin);
      writeFileSync(join(bin, 'claude'), '#!/bin/sh\n');
      chmodSync(join(bin, 'claude'), 0o755);
      mkdirSync(join(home, '.codex'));
    });
    afterEach(async () => {
      await cloud.close();
      rmSync(home, { recursive: true });
    });

    function guided(answers: readonly Typed[]): Promise<TerminalRun> {
      const path = [join(home, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(':');
      const env = { PATH: path, HOME: home, NO_COLOR: '1', TERM: 'dumb' };
      return onTerminal([...command, 'setup'], answers, { cwd: home, env });
    }

    it('finds the applications, checks the token, writes complete entries, and the first answer comes', async () => {
      const token = cloud.tokens.read;
      const done = await guided([
        ['Which ones?', '\r'],
        ['address of your portal', `${cloud.url}\r`],
        ['not shown', 'not-a-token-of-this-cloud\r'],
        ['not shown', `${token}\r`],
        ['each after your yes?', '\r'],
        ['[y/N]', 'y\r'],
        ['[y/N]', 'y\r'],
      ]);
      expect(done, done.text).toMatchObject({ code: 0, left: [] });
      expect(done.text).toMatch(
        /1 {2}Claude Code {2}\(found on this machine\)\n +2 {2}Codex {2}\(found on this machine\)/,
      );
      expect(done.text).toContain('Either the token is wrong');
      expect(done.text).toMatch(/accepted by .*: .*; .* of org /);
      expect(done.text).toContain('Done. Start Claude Code, Codex anew and ask: Which Mist organization do you see?');
      expect(done.text).not.toContain('It is not complete');
      expect(done.text).not.toContain(token);

      const file = join(home, '.config', 'mistmcp', 'env');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, 'utf8')).toBe(`MIST_APITOKEN=${token}\nMIST_HOST=${cloud.url}\n`);
      expect(readFileSync(join(home, '.codex', 'config.toml'), 'utf8')).not.toContain(token);
      const { mcpServers } = JSON.parse(readFileSync(join(home, '.claude.json'), 'utf8'));
      expect(mcpServers.mistmcp).toMatchObject({ args: expect.arrayContaining(['-e', file]) });

      const client = new Client({ name: 'application', version: '1' });
      await client.connect(new StdioClientTransport({ ...mcpServers.mistmcp, cwd: home, stderr: 'ignore' }));
      const self = await client.callTool({ name: 'mist_get_self', arguments: { action_type: 'account_info' } });
      await client.close();
      expect(readAnswer(self).data).toHaveProperty('email');
    });

    it('writes nothing where no token is accepted, and nothing after Ctrl+C', async () => {
      const wrong: [string, string] = ['not shown', 'not-a-token-of-this-cloud\r'];
      const opening: [string, string][] = [
        ['Which ones?', '1\r'],
        ['address of your portal', `${cloud.url}\r`],
      ];
      const refused = await guided([...opening, wrong, wrong, wrong]);
      expect(refused, refused.text).toMatchObject({ code: 1, left: [] });
      expect(refused.text).toContain('Nothing was written.');
      const left = await guided([...opening, ['not shown', '\u0003']]);
      expect(left, left.text).toMatchObject({ code: 130, left: [] });
      expect(() => statSync(join(home, '.claude.json'))).toThrow('ENOENT');
      expect(() => statSync(join(home, '.config', 'mistmcp', 'env'))).toThrow('ENOENT');
    });
  },
);
