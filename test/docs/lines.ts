import { blocksIn } from './pages.ts';

/** A command as a page has it. */
export interface Line {
  /** Such as `README.md:12`. */
  readonly where: string;
  readonly text: string;
  /** The block begins with `# with your own token`. */
  readonly ownToken: boolean;
}

const OWN_TOKEN = '# with your own token';

/** A comment behind a command: two blanks and a `#`. */
const COMMENT = /\s{2,}#\s.*$/;

function linesOf(text: string): readonly string[] {
  return text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(COMMENT, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Every command of every shell block; what stands on both sides of `&&` counts as two. */
export const commandLines: readonly Line[] = blocksIn('sh', 'bash', 'console', 'shell', 'powershell').flatMap((block) =>
  linesOf(block.text).flatMap((line) =>
    line.split(' && ').map((text) => ({
      where: `${block.page}:${block.line}`,
      text,
      ownToken: block.text.startsWith(OWN_TOKEN),
    })),
  ),
);
