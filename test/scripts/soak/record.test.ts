import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAudit } from '../../../scripts/soak/audit-record.ts';
import { openAudit } from '../../../src/telemetry/audit-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'mistmcp-record-'));
afterAll(() => rmSync(folder, { recursive: true }));
const silent = { debug() {}, info() {}, warn() {}, error() {} };

describe('a record that a crash has left in the middle of a line', () => {
  const file = join(folder, 'torn.jsonl');

  it('goes on with a line of its own', () => {
    openAudit(silent, file).write({ attempt: 'a', outcome: 'sending' });
    appendFileSync(file, '{"time":"2026-');
    const record = openAudit(silent, file);
    record.write({ attempt: 'b', outcome: 'sending' });
    record.write({ attempt: 'b', outcome: 'applied' });
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(5);
    expect(readAudit(file)).toMatchObject({
      torn: 1,
      attempts: [
        { attempt: 'a', outcome: undefined },
        { attempt: 'b', outcome: 'applied' },
      ],
    });
  });

  it('has no empty line where nothing was torn', () => {
    const whole = join(folder, 'whole.jsonl');
    writeFileSync(whole, '');
    for (const attempt of ['a', 'b']) openAudit(silent, whole).write({ attempt, outcome: 'sending' });
    expect(readFileSync(whole, 'utf8').trimEnd().split('\n')).toHaveLength(2);
    expect(readFileSync(whole, 'utf8')).not.toContain('\n\n');
  });

  it('is looked at again after a rotation, by name or in place', () => {
    const rotated = join(folder, 'rotated.jsonl');
    const record = openAudit(silent, rotated);
    record.write({ attempt: 'a', outcome: 'sending' });
    renameSync(rotated, `${rotated}.1`);
    writeFileSync(rotated, 'half');
    record.write({ attempt: 'b', outcome: 'sending' });
    truncateSync(rotated, 0);
    record.write({ attempt: 'c', outcome: 'sending' });
    expect(readFileSync(rotated, 'utf8').split('\n')).toHaveLength(2);
    expect(readAudit(rotated)).toMatchObject({ torn: 0, attempts: [{ attempt: 'c' }] });
  });
});
