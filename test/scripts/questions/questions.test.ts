import { describe, expect, it } from 'vitest';
import { askQuestions } from '../../../scripts/questions/ask.ts';
import { questions } from '../../../scripts/questions/questions.ts';
import { questionTable, totalsOf } from '../../../scripts/questions/report.ts';

describe('thirty questions of a week', () => {
  it('are answered rightly within the calls and tokens that they may take', async () => {
    const report = await askQuestions();
    expect(questions).toHaveLength(30);
    expect(questions.filter(({ isLarge }) => isLarge)).toHaveLength(5);
    expect(report.results.filter(({ lacking }) => lacking.length > 0)).toEqual([]);
    expect(totalsOf(report).missed).toEqual([]);
  });

  it('are missed in words when an answer lacks a truth, or costs more than it may', () => {
    const one = {
      asks: 'What?',
      tools: ['mist_find'],
      calls: 50,
      requests: 1,
      tokens: 20_000,
      lacking: ['x'],
      isCore: false,
    };
    const report = { results: [one], listTokens: 1, coreListTokens: 2501, instructionTokens: 1 };
    expect(totalsOf(report).missed).toHaveLength(5);
    expect(questionTable(report)).toContain('**no**: x');
  });
});
