/** One step's shell text, with the line it begins at. */
export interface Block {
  readonly line: number;
  readonly text: string;
}

/** The shell text of every step of a workflow, one-line steps too. */
export function runBlocks(workflow: string): Block[] {
  const lines = workflow.split('\n');
  return lines.flatMap((line, index) => {
    const found = /^(\s*)(?:- )?run: (.+)$/.exec(line);
    if (!found) return [];
    const [, indent = '', rest = ''] = found;
    if (rest !== '|') return [{ line: index + 1, text: rest }];
    const end = lines.findIndex((one, at) => at > index && one.trim() !== '' && !one.startsWith(`${indent}  `));
    return [{ line: index + 1, text: lines.slice(index + 1, end === -1 ? undefined : end).join('\n') }];
  });
}

/** The actions that a workflow uses: the digest, and the version behind it. */
export const actionsOf = (workflow: string): string[] =>
  [...workflow.matchAll(/^\s*(?:- )?uses: (\S+(?: # \S+)?)$/gm)].map(([, name = '']) => name);

/** The text of each job, by its name. */
export function jobsOf(workflow: string): ReadonlyMap<string, string> {
  const [, jobs = ''] = workflow.split(/^jobs:\n/m);
  const parts = jobs.split(/^ {2}(?=[\w-]+:\n)/m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf(':')), part]));
}
