import fc from 'fast-check';

/** Where blanks and comments may stand: between any two tokens. */
const gap = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('', ' ', '\n', '\n  ', '\n\t\t', '\r\n    ', '\n\n') },
  fc.constantFrom(' // note, with "quotes" and { braces }\n', '/* block */', ' /* two\n lines */ ', ' // tail  \n\t'),
);

type Text = fc.Arbitrary<string>;

const name = fc.string({ maxLength: 6 }).filter((text) => text !== '__proto__');

/** Members or elements between brackets, each with its own gaps, perhaps with a trailing comma. */
function listed(open: string, close: string, item: Text, options: { minLength?: number } = {}): Text {
  return fc
    .tuple(fc.array(fc.tuple(gap, item, gap), { maxLength: 3, ...options }), fc.boolean(), gap)
    .map(([items, trailing, last]) => {
      const inner = items.map((parts) => parts.join('')).join(',');
      return `${open}${inner}${trailing && items.length > 0 ? ',' : ''}${last}${close}`;
    });
}

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.jsonValue({ maxDepth: 0 }).map((plain) => JSON.stringify(plain)),
    listed('[', ']', tie('value')),
    members(tie('value'), fc.uniqueArray(name, { maxLength: 3 })),
  ),
}));

function members(inner: Text, names: fc.Arbitrary<string[]>): Text {
  return names.chain((chosen) =>
    fc
      .tuple(
        fc.tuple(
          ...chosen.map((one) =>
            fc.tuple(gap, gap, inner, gap).map(([a, b, text, c]) => `${a}${JSON.stringify(one)}:${b}${text}${c}`),
          ),
        ),
        fc.boolean(),
        gap,
      )
      .map(([items, trailing, last]) => `{${items.join(',')}${trailing && items.length > 0 ? ',' : ''}${last}}`),
  );
}

/**
 * Texts of configuration files as people and programs leave them: other settings, other servers, comments, trailing
 * commas, any layout.
 *
 * @param key the member that holds the servers
 * @param servers how many others there are at least
 */
export function oddConfig(key: string, servers: number): Text {
  const other = name.filter((text) => text !== 'mistmcp');
  const held = members(value, fc.uniqueArray(other, { minLength: servers, maxLength: 3 }));
  const settings = fc.array(fc.tuple(fc.constantFrom('theme', 'a b', 'telemetry'), value), { maxLength: 2 });
  return fc.tuple(gap, settings, gap, held, gap, gap).map(([start, before, colon, inner, end, last]) => {
    const named = before.map(([text, own], index) => `${start}"${text}${index}":${own},`).join('');
    return `${start}{${named}${end}"${key}":${colon}${inner}${end}}${last}`;
  });
}
