// A Stryker plugin, read by Node itself and therefore no TypeScript: sentences are not mutated. What they say is judged
// by people; that there is one, and what it names, is asserted where it matters. Texts of one word are mutated: names of
// parameters, kinds, methods, units.

/** Two words with a blank between them. */
const PROSE = /[\p{L}\d`"']{2,}[.,;:)]* [\p{L}\d`"'(]/u;

/** Choices inside a sentence are logic. */
const CHOICES = new Set(['ConditionalExpression', 'LogicalExpression', 'ArrowFunctionExpression']);

const holdsChoice = (node) =>
  Array.isArray(node)
    ? node.some(holdsChoice)
    : typeof node === 'object' &&
      node !== null &&
      (CHOICES.has(node.type) ||
        ['expressions', 'arguments', 'callee', 'object', 'left', 'right'].some((part) => holdsChoice(node[part])));

const isProse = ({ node }) => {
  if (node.type === 'StringLiteral') return PROSE.test(node.value);
  if (node.type !== 'TemplateLiteral' || holdsChoice(node.expressions)) return false;
  return PROSE.test(node.quasis.map((quasi) => quasi.value.raw).join('it'));
};

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'prose',
    value: { shouldIgnore: (path) => (isProse(path) ? 'a sentence' : undefined) },
  },
];
