import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { run } from '../harness/run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The release that `.ci/front-door` means to test; any where a person runs the tests. */
const wanted = process.env.TEST_NODE ?? process.versions.node;

describe('the front-door tests', () => {
  it('run the server on the release of Node that was asked for', async () => {
    expect(process.versions.node).toBe(wanted);
    const { stdout } = await run(['doctor', '--demo']);
    expect(stdout).toContain(`Node ${wanted} at `);
  });

  it('are found by places that exist', () => {
    const places = manifest.scripts['test:front-door'].split(' ').filter((word) => word.startsWith('test/'));
    expect(places.length).toBeGreaterThan(0);
    const there = readdirSync(`${root}test`, { recursive: true, encoding: 'utf8' }).map((name) => `test/${name}`);
    expect(places.filter((place) => !there.some((name) => name.startsWith(place)))).toEqual([]);
  });

  it('run on the floor that package.json names, and on every release of the matrix', () => {
    const text = (file: string): string => readFileSync(`${root}${file}`, 'utf8');
    const pinned = /FRONT_DOOR_NODES-([^}]+)\}/.exec(text('.ci/front-door'))?.[1]?.split(' ') ?? [];
    const majors = pinned.map((version) => version.split('.')[0]);
    expect(/node: \[(.+)\]/.exec(text('.github/workflows/ci.yml'))?.[1]?.split(', ')).toEqual(majors);
    expect(manifest.engines.node).toBe(`>=${majors[0]}.18.1`);
  });
});
