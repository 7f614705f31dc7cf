import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { exampleLines } from '../../src/cli/example-lines.ts';
import { examples } from '../../src/cli/examples.ts';
import { command } from '../harness/command.ts';

const lines = new Set(Object.keys(examples).flatMap((tool) => exampleLines(tool).map(({ line }) => line)));

describe('an example that tools NAME prints', () => {
  // A shell reads it, as for the person who copies it; a change is made unasked, since nobody is here.
  it.each([...lines])('runs: %s', (line) => {
    // What takes a typed word is never done unasked, so its plan stands for it.
    const typed = line.includes('action_type=delete');
    const unasked = typed ? ' dry_run=true' : line.includes('--enable-write-tools') ? ' --disable-elicitation' : '';
    const script = `mistmcp() { ${command.map((word) => `'${word}'`).join(' ')} "$@"; }\n${line}${unasked}`;
    const { status, stderr, stdout } = spawnSync('sh', ['-c', script], { cwd: '/', env: {}, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).not.toHaveProperty('error');
  });
});
