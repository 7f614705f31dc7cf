import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { command } from '../harness/command.ts';
import { elsewhere } from './elsewhere.ts';
import { commandLines, type Line } from './lines.ts';
import { ROOT } from './pages.ts';

const matches = (text: string, pattern: string | RegExp): boolean =>
  typeof pattern === 'string' ? text === pattern : pattern.test(text);

/** What may be run at all: an unknown command is reported, never tried. */
const OURS = /^(?:[A-Z_]+=\S+ )*(?:npx mistmcp\b|npm run demo$|node -p |source <\(npx mistmcp completion )/;

const notElsewhere = commandLines.filter(
  ({ text }) => !elsewhere.some(({ command: pattern }) => matches(text, pattern)),
);
/** The same command on two pages is run once. */
const run = [...new Map(notElsewhere.map((line) => [`${line.ownToken} ${line.text}`, line])).values()].filter(
  ({ text }) => OURS.test(text),
);

/** Commands that print something. */
const ANSWERS = /\bmistmcp (doctor|tools|call|schema)\b|^npm run demo$/;
const serves = ({ text }: Line): boolean => /--transport http\b/.test(text) && text.startsWith('npx mistmcp ');

let folder: string;
let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
  folder = mkdtempSync(join(tmpdir(), 'mistmcp-docs-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  // What `npx mistmcp` runs for a reader is the published package; here it is this source.
  const words = command.map((word) => `'${word}'`).join(' ');
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh\nwhile [ "$1" = -y ] || [ "$1" = --yes ]; do shift; done\n[ "$1" = mistmcp ] || exit 99\nshift\nexec ${words} "$@"\n`,
  );
  chmodSync(join(bin, 'npx'), 0o755);
  writeFileSync(join(folder, 'mist.env'), `MIST_APITOKEN=${cloud.tokens.read}\nMIST_HOST=${cloud.url}\n`);
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A shell as a reader has it: a home of its own, and a token and cloud only where the page says so. */
function environment(): NodeJS.ProcessEnv {
  const path = [join(folder, 'bin'), dirname(process.execPath), process.env.PATH].join(':');
  return { PATH: path, HOME: folder, LANG: 'C.UTF-8' };
}

/** Places for a token and a cloud are filled with those of the simulated one, and its proxy is none. */
function filled({ text, ownToken }: Line): string {
  const asked = /\bsetup\b/.test(text) ? `${text} --yes` : text;
  if (!ownToken) return asked;
  const own = asked.replace(/\b(MIST_APITOKEN|MIST_HOST)=\S+ /g, '').replace(/proxy\.example\.com:\d+/, '127.0.0.1:9');
  return `export MIST_APITOKEN=${cloud.tokens.read} MIST_HOST=${cloud.url}; ${own}`;
}

describe('every command of the documents', () => {
  it('is known: what is not run stands in the table of this test, and all of the table occurs', () => {
    const unused = elsewhere.filter(({ command: pattern }) => !commandLines.some(({ text }) => matches(text, pattern)));
    expect(unused).toEqual([]);
    expect(run.length).toBeGreaterThan(15);
    expect(notElsewhere.filter(({ text }) => !OURS.test(text))).toEqual([]);
  });

  it.each(run.filter((line) => !serves(line)))('runs: $text ($where)', async (line) => {
    const cwd = line.text.startsWith('npm ') ? ROOT : folder;
    // Nobody types anything: a server over stdio ends with its input.
    const running = promisify(execFile)('bash', ['-c', `${filled(line)} < /dev/null`], {
      cwd,
      env: environment(),
      timeout: 25_000,
    });
    const { stdout } = await running;
    if (ANSWERS.test(line.text)) expect(stdout).not.toBe('');
  });

  it.each(run.filter(serves))('serves: $text ($where)', async (line) => {
    // Whoever reads this may have something on the page's port.
    const server = spawn('bash', ['-c', `exec ${filled(line)} --port 0`], {
      cwd: folder,
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said = { text: '' };
    try {
      const url = await new Promise<string>((resolve, reject) => {
        server.once('close', () => reject(new Error(`it ended: ${said.text}`)));
        server.stderr.setEncoding('utf8').on('data', (text: string) => {
          said.text += text;
          const [found] = /http:\/\/127\.0\.0\.1:\d+\/mcp/.exec(said.text) ?? [];
          if (found) resolve(found);
        });
      });
      const response = await fetch(new URL('/readyz', url));
      expect(response.status).toBe(200);
    } finally {
      server.kill('SIGTERM');
      await once(server, 'close');
    }
    expect(server.exitCode).toBe(0);
  });
});
