import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../../scripts/release/identity.ts';
import { SOURCES } from '../../../scripts/release/stage.ts';

const text = readFileSync(`${ROOT}Dockerfile`, 'utf8').replace(/\\\n/g, ' ');
const stages = text.split(/^FROM /m).slice(1);
const ignored = readFileSync(`${ROOT}.dockerignore`, 'utf8').split('\n').filter(Boolean);

/** What each COPY of a stage takes, its destination left out. */
const copied = (stage: string): string[][] =>
  [...stage.matchAll(/^COPY (.+)$/gm)].map(([, words = '']) => words.split(/\s+/).slice(0, -1));

describe('the Dockerfile', () => {
  const [build = '', run = ''] = stages;

  it('builds from files that are there and are sent to the builder', () => {
    const files = copied(build).flat();
    expect(files.filter((file) => !existsSync(`${ROOT}${file}`))).toEqual([]);
    expect(files.filter((file) => ignored.includes(file))).toEqual([]);
    expect(files).toContain('package.json');
  });

  it('gives the builder all that the npm package is made of, and runs what `npm pack` took', () => {
    const files = copied(build).flat();
    expect(SOURCES.filter((file) => !files.includes(file))).toEqual([]);
    expect(build).toMatch(/npm pack .*tar -xzf \S+\.tgz --strip-components=1 -C \/app/);
    expect(copied(run)).toEqual([['--from=build', '/app']]);
  });

  it('has every script that the build runs', () => {
    const scripts: unknown = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
    const needed = [...JSON.stringify(scripts).matchAll(/node (scripts\/\w+\.js)/g)].map(([, file = '']) => file);
    expect(needed.length).toBeGreaterThan(0);
    const parts = needed.flatMap((file) => {
      const imported = readFileSync(`${ROOT}${file}`, 'utf8').matchAll(/from '\.\/(\w+)\//g);
      return [...imported].map(([, folder]) => `scripts/${folder}`);
    });
    expect([...needed, ...parts].filter((file) => !copied(build).flat().includes(file))).toEqual([]);
  });

  it('runs as a user without rights, of the same Node in both stages', () => {
    expect(stages).toHaveLength(2);
    const [first, second] = stages.map((stage) => /node:\S+/.exec(stage)?.[0]);
    expect(first).toBe(second);
    expect(run).toMatch(/^USER node$/m);
    expect(run).toMatch(/^ENTRYPOINT \["node", "--", "dist\/mistmcp\.js"\]$/m);
  });
});
