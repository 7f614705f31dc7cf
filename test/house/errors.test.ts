import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../../src/', import.meta.url));

/** Where the two sentences stand among the arguments of what makes an error. */
const SENTENCES: Readonly<Record<string, number>> = { InputError: 0, refused: 0, MistError: 1 };

/** Settings: one text for what is wrong and what to do. Those of files that `setup` reads are parts of a sentence. */
const SETTING = 'ConfigError';
const PARTS = /^clients\/(?:change|(?:json|toml|yaml)-text)\.ts$/;

interface Sentence {
  readonly file: string;
  /** The text, with `{}` for each value that is put into it; undefined where it is made elsewhere. */
  readonly text: string | undefined;
}

interface ErrorText {
  readonly what: readonly Sentence[];
  readonly advice: readonly Sentence[];
}

/** The texts that an expression can be, one for each branch. */
function textsOf(node: ts.Expression | undefined): readonly (string | undefined)[] {
  if (!node) return [''];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (!ts.isTemplateExpression(node)) return [undefined];
  return [node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')];
}

/** The calls that make an error of one of the names, with its arguments. */
function madeIn(file: string, names: ReadonlySet<string>): { name: string; given: readonly ts.Expression[] }[] {
  const source = ts.createSourceFile(file, readFileSync(join(src, file), 'utf8'), ts.ScriptTarget.Latest);
  const found: { name: string; given: readonly ts.Expression[] }[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!(ts.isNewExpression(node) || ts.isCallExpression(node)) || !ts.isIdentifier(node.expression)) return;
    if (names.has(node.expression.text) && node.arguments)
      found.push({ name: node.expression.text, given: node.arguments });
  };
  visit(source);
  return found;
}

function errorsOf(file: string): ErrorText[] {
  return madeIn(file, new Set(Object.keys(SENTENCES))).map(({ name, given }) => {
    const sentences = (index: number) => textsOf(given[index]).map((text) => ({ file, text }));
    const first = SENTENCES[name] ?? 0;
    return { what: sentences(first), advice: sentences(first + 1) };
  });
}

/** Verbs that tell somebody to do something, at the head of a sentence or after a colon or a comma. */
const DO =
  /(?:^|[.:;,] |\{\} ?|or )(?:add|ask|call|change|check|choose|correct|do|fetch|give|keep|leave|look|make|name|narrow|page|read|run|see|set|split|start|take|try|use|write)\b/i;
/** A tool that tells more, or the values that are right. */
const OR_SEE =
  /mist_\w+|mistmcp[/ ]|: \{\}\.?$|\bnearest are\b|\bcan start it with\b|\btakes none\b|\bsuch as\b|\bschema tool\b|\bdid you mean\b|^\{\} finds\b|^It takes \{\}/i;

/** Sentences that are put together elsewhere, with no more said here than that nothing happened. */
const ONLY_MADE = /^(?:Nothing was sent\. )?(?:\{\} ?)+(?: ?Nothing was sent\.)?$/;

/** What a setting takes, or where it is told. */
const RIGHT_VALUE =
  /\bmust (?:be|hold)\b|\bneeds\b|\btakes?\b|\bis (?:at most|a number from)\b|\bnot of the form\b|\bthere is for\b|\bSee mistmcp\b|: ?\{\}\.?$|^\{\} \{\}\.$/;

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const errors = files.flatMap(errorsOf);
const settings = files
  .filter((file) => !PARTS.test(file))
  .flatMap((file) =>
    madeIn(file, new Set([SETTING])).flatMap(({ given }) => textsOf(given[0]).map((text) => ({ file, text }))),
  )
  .flatMap(({ file, text }) => (text === undefined ? [] : [{ file, text }]));

const written = (part: 'what' | 'advice'): { file: string; text: string }[] =>
  errors.flatMap((error) => error[part]).flatMap(({ file, text }) => (text === undefined ? [] : [{ file, text }]));

describe('the errors of the program', () => {
  it('are found, and nearly all are written where they are thrown', () => {
    expect(errors.length).toBeGreaterThan(130);
    expect(written('what').length).toBeGreaterThan(120);
    expect(written('advice').length).toBeGreaterThan(110);
  });

  it('say what is wrong in a sentence', () => {
    const odd = written('what').filter(
      ({ text }) =>
        !/^[A-Z`{"]|^(?:action_type|scope|subject|device_type|computed|mist_)/.test(text) || !/(?:\.|\{\})$/.test(text),
    );
    expect(odd).toEqual([]);
  });

  it('then say what to do', () => {
    const idle = written('advice').filter(({ text }) => !ONLY_MADE.test(text) && !DO.test(text) && !OR_SEE.test(text));
    expect(idle).toEqual([]);
  });

  it('of a setting are one sentence or two, and tell what the setting takes or what to do', () => {
    expect(settings.length).toBeGreaterThan(50);
    expect(settings.filter(({ text }) => !/^[A-Z`{-]/.test(text) || !/[.}]$/.test(text))).toEqual([]);
    expect(settings.filter(({ text }) => !DO.test(text) && !RIGHT_VALUE.test(text))).toEqual([]);
  });
});
