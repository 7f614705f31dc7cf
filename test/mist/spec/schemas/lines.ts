/** Full paths of the lines of an outline, the indented ones included. */
export function pathsOf(fields: readonly string[]): string[] {
  const open: string[] = [];
  return fields.map((line) => {
    const [, indent = '', name = ''] = /^( *)((?:"(?:[^"\\]|\\.)*"|[^":])+?): /.exec(line) ?? [];
    const own = name.endsWith('.*') || name === '*' ? name : name.replace(/\*$/, '');
    const parent = open[indent.length - 1];
    const path = parent === undefined ? own : parent + (own.startsWith('[') ? own : `.${own}`);
    open[indent.length] = path;
    return path;
  });
}
