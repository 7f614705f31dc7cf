import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors/input-error.ts';
import { AuditEntry, recordNote, withAuditEntry } from '../../../src/features/changes/audit-entry.ts';
import { ElicitationRequired } from '../../../src/tool/elicitation-required.ts';

type Line = Readonly<Record<string, unknown>>;

function recorder(isFull = false) {
  const lines: Line[] = [];
  const record = (line: Line): void => {
    if (isFull) throw new Error('disk full');
    lines.push(line);
  };
  return { lines, context: { record } };
}

const asked = (): ElicitationRequired =>
  new ElicitationRequired({ resultType: 'input_required', inputRequests: {}, requestState: 's' });

describe('an attempt on record', () => {
  it('has what is known of it by then, its secrets masked', () => {
    const { lines, context } = recorder();
    const facts = { tool: 'a', body: { psk: 'secret-word' } };
    const entry = new AuditEntry(context, facts);
    entry.note({ name: 'x', tool: 'b' });
    entry.begin();
    entry.end({ outcome: 'applied', reason: 'y' });
    expect(facts).toEqual({ tool: 'a', body: { psk: 'secret-word' } });
    expect(lines).toMatchObject([
      { tool: 'b', name: 'x', outcome: 'sending' },
      { tool: 'b', name: 'x', outcome: 'applied', reason: 'y' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret-word');
    expect(lines[0]?.attempt).toMatch(/^[0-9a-f]{12}$/);
    expect(lines[1]?.attempt).toBe(lines[0]?.attempt);
  });

  it('has another number each time', () => {
    const { lines, context } = recorder();
    for (const _ of [1, 2]) new AuditEntry(context, {}).begin();
    expect(lines[0]?.attempt).not.toBe(lines[1]?.attempt);
  });

  it('ends once', () => {
    const { lines, context } = recorder();
    const entry = new AuditEntry(context, {});
    expect(entry.end({ outcome: 'applied' })).toBe(true);
    expect(entry.end({ outcome: 'failed' })).toBe(true);
    entry.fail(new Error('x'));
    expect(lines).toEqual([{ outcome: 'applied' }]);
  });

  it('says whether its end could be written, and is not begun where that cannot be', () => {
    const { context } = recorder(true);
    expect(new AuditEntry(context, {}).end({ outcome: 'applied' })).toBe(false);
    expect(() => new AuditEntry(context, {}).begin()).toThrow(
      'The record of changes cannot be written, so nothing was sent.',
    );
    expect(recordNote(true)).toEqual({});
    expect(recordNote(false)).toHaveProperty('record_note');
  });
});

describe('an attempt that ends by an exception', () => {
  const ended = async (error: unknown) => {
    const { lines, context } = recorder();
    const attempt = withAuditEntry(context, { tool: 'a' }, async () => {
      throw error;
    });
    await expect(attempt).rejects.toBe(error);
    return lines;
  };

  it('waits where a question went out', async () => {
    expect(await ended(asked())).toEqual([{ tool: 'a', decision: 'asked', outcome: 'waiting' }]);
  });

  it('was refused by an input, and failed by anything else, with the reason', async () => {
    expect(await ended(new InputError('Wrong.', 'Right.'))).toMatchObject([{ outcome: 'refused', reason: 'Wrong' }]);
    expect(await ended(new Error('a fault'))).toMatchObject([{ outcome: 'failed' }]);
  });

  it('does not ask what cannot be put on record, and says what else went wrong all the same', async () => {
    const { context } = recorder(true);
    const run = (error: unknown) =>
      withAuditEntry(context, {}, async () => {
        throw error;
      });
    await expect(run(asked())).rejects.toThrow(
      'The record of changes cannot be written, so nothing was asked and nothing was sent.',
    );
    await expect(run(new Error('a fault'))).rejects.toThrow('a fault');
  });

  it('is none where it did not end so', async () => {
    const { lines, context } = recorder();
    expect(await withAuditEntry(context, {}, async () => 'done')).toBe('done');
    expect(lines).toEqual([]);
  });
});
