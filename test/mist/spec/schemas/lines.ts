/** Lines of an outline with one field each: those that fields share are written out. */
export const unshared = (fields: readonly string[]): string[] =>
  fields.flatMap((line) => {
    const [, names = '', type = ''] = /^([^\s":]+(?:, [^\s":]+)+)(: .*)$/s.exec(line) ?? [];
    return names === '' ? [line] : names.split(', ').map((name) => `${name}${type}`);
  });

/** Full paths of the lines of an outline, the indented ones included. */
export function pathsOf(fields: readonly string[]): string[] {
  const open: string[] = [];
  return unshared(fields).map((line) => {
    const [, indent = '', name = ''] = /^( *)((?:"(?:[^"\\]|\\.)*"|[^":])+?): /.exec(line) ?? [];
    const own = name.endsWith('.*') || name === '*' ? name : name.replace(/\*$/, '');
    const parent = open[indent.length - 1];
    const path = parent === undefined ? own : parent + (own.startsWith('[') ? own : `.${own}`);
    open[indent.length] = path;
    return path;
  });
}
