import { describe, expect, it } from 'vitest';
import { questionText } from '../../../src/features/device-commands/question.ts';
import { reportOf } from '../../../src/features/device-commands/report.ts';
import { findUtility, type Platform, type Utility } from '../../../src/features/device-commands/table.ts';
import { limitsOf } from '../../../src/features/device-commands/timeouts.ts';

function utility(platform: Platform, name: string): Utility {
  const found = findUtility(platform, name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

function report(name: string, text: string, maxTokens: number) {
  const one = utility('srx', name);
  const outcome = { text, end: { by: 'idle' }, overflowed: false } as const;
  return reportOf({
    utility: one,
    outcome,
    limits: limitsOf(one, {}),
    changes: false,
    warnings: [],
    mask: (text) => text,
    maxTokens,
  });
}

describe('text that does not fit', () => {
  it('is cut at whole lines', () => {
    const { text, note } = report('retrieveOspfDatabase', 'a line of it\n'.repeat(2000), 1000);
    expect(new Set(text.split('\n'))).toEqual(new Set(['a line of it']));
    expect(note).toMatch(/cut after \d+ of 2000 lines/);
  });

  it('is not gone where its first line alone is too long', () => {
    const { text, note } = report('retrieveOspfDatabase', `{"area":"${'0.0.0.0 '.repeat(4000)}"}`, 1000);
    expect(text).toMatch(/^\{"area":"0\.0\.0\.0 /);
    expect(text.length).toBeLessThan(3000);
    expect(note).toContain('cut within the first of 1 lines');
  });
});

describe('the question before a port is bounced', () => {
  const place = { site: 'Zurich', device: 'sw', mac: '020003000001', model: 'EX4400', type: 'switch', total: 1 };
  const clients = [{ mac: '00206b25638f', name: 'printer', ports: ['ge-0/0/1.0'] }];
  const verdict = { decision: 'REVIEW', because: ['Nobody looked.'] } as const;
  const ask = (port: string): string =>
    questionText(utility('ex', 'bouncePort'), { ...place, clients }, 'id', { ports: [port] }, verdict);

  it('names who hangs on it, in whatever case the port is written', () => {
    for (const port of ['ge-0/0/1', 'GE-0/0/1']) expect(ask(port)).toContain('1 wired client seen at these ports');
  });

  it('does not take a port for another, nor silence for safety', () => {
    expect(ask('ge-0/0/10')).toMatch(/no wired client was seen at these ports.*access point.* is not counted/);
  });
});
