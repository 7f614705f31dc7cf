import type { QuestionReport } from './ask.ts';

/** Bounds that the questions are held to. */
export const GOALS = { calls: 45, answerTokens: 18_000, coreListTokens: 2500, coreShare: 0.8 } as const;

/** Sums of a report, and which bound each keeps. */
export function totalsOf({ results, coreListTokens }: QuestionReport) {
  const sum = (read: (one: (typeof results)[number]) => number) => results.reduce((all, one) => all + read(one), 0);
  const right = results.filter(({ lacking }) => lacking.length === 0).length;
  const core = results.filter(({ isCore, lacking }) => isCore && lacking.length === 0).length;
  const totals = {
    calls: sum(({ calls }) => calls),
    requests: sum(({ requests }) => requests),
    tokens: sum(({ tokens }) => tokens),
    right,
    core,
  };
  const missed = [
    right < results.length ? `${results.length - right} answers are not right` : '',
    totals.calls > GOALS.calls ? `${totals.calls} calls, more than ${GOALS.calls}` : '',
    totals.tokens > GOALS.answerTokens ? `${totals.tokens} tokens of answers, more than ${GOALS.answerTokens}` : '',
    coreListTokens > GOALS.coreListTokens
      ? `${coreListTokens} tokens of the core list, more than ${GOALS.coreListTokens}`
      : '',
    core < GOALS.coreShare * results.length ? `the core tools answer ${core} of ${results.length}` : '',
  ].filter(Boolean);
  return { ...totals, missed };
}

/** The report as a table of Markdown. */
export function questionTable(report: QuestionReport): string {
  const { results, listTokens, coreListTokens, instructionTokens } = report;
  const totals = totalsOf(report);
  const rows = results.map(({ asks, tools, calls, requests, tokens, lacking, isCore }) => {
    const right = lacking.length === 0 ? 'yes' : `**no**: ${lacking.join(', ')}`;
    return `| ${asks} | \`${[...new Set(tools)].join('`, `')}\` | ${calls} | ${requests} | ${tokens} | ${right} | ${isCore ? 'yes' : ''} |`;
  });
  return [
    '| question | tools | calls | requests | tokens | right | core |',
    '|---|---|--:|--:|--:|---|---|',
    ...rows,
    `| **all ${results.length}** | | **${totals.calls}** | **${totals.requests}** | **${totals.tokens}** | **${totals.right}** | **${totals.core}** |`,
    '',
    `Goals: ${GOALS.calls} calls, ${GOALS.answerTokens} tokens of answers, all right; the core tools answer four fifths with a list of at most ${GOALS.coreListTokens} tokens. Beside the answers a model reads the list of tools once, ${listTokens} tokens without write tools (${coreListTokens} with \`--tools core\`), and ${instructionTokens} tokens of instructions.`,
  ].join('\n');
}
