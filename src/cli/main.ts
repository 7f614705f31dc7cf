import { CommanderError } from 'commander';
import { ConfigError } from '../config/error.ts';
import { InputError } from '../core/errors/input-error.ts';
import { CallRefused } from './connection.ts';
import { EXIT } from './exit-code.ts';
import { oneLine } from './output.ts';
import { programOf } from './program.ts';
import { type CommandSettings, OWN_FLAGS, takeSettings } from './settings.ts';
import { unknownCommand } from './unknown-command.ts';

/** For commands that read their flags themselves. */
const NO_SETTINGS: CommandSettings = {
  flags: [],
  load() {
    throw new Error('This command has no settings');
  },
  specLayer: () => undefined,
};

const DONE = { code: EXIT.done, sentence: '' };

/** Commands whose answer follows from the layer, so it must be there before anything of them is loaded. */
const SHOW_THE_LAYER: ReadonlySet<string> = new Set([...['doctor', 'tools', 'call', 'schema', 'snapshot', 'compare']]);

/** @throws ConfigError where the layer cannot be used; the doctor finds out by itself, among its other checks */
async function useLayer(settings: CommandSettings, word: string): Promise<void> {
  const folder = settings.specLayer();
  if (folder === undefined) return;
  const { useSpecLayer } = await import('../spec-layer.ts');
  try {
    await useSpecLayer(folder);
  } catch (error) {
    if (word !== 'doctor' || !(error instanceof ConfigError)) throw error;
  }
}

/** The library's words as a sentence of ours. */
function usageSentence({ message }: CommanderError, command: string): string {
  const [first = '', ...hints] = message.replace(/^error: /, '').split(/\s*\n\s*/);
  const words = [first.charAt(0).toUpperCase() + first.slice(1), ...hints].join(' ').replace(/[^.?)]$/, '$&.');
  return `${words} See mistmcp ${command} --help.`;
}

function sentenceOf(error: unknown, command: string): { readonly code: number; readonly sentence: string } {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? DONE : { code: EXIT.unusable, sentence: usageSentence(error, command) };
  if (error instanceof InputError) return { code: EXIT.unusable, sentence: `${error.what} ${error.advice}` };
  if (error instanceof CallRefused && error.message === 'Cancelled.')
    return { code: EXIT.interrupted, sentence: 'Cancelled.' };
  if (error instanceof CallRefused) return { code: EXIT.saidNo, sentence: oneLine(error.message) };
  throw error;
}

/** Whoever reads may have seen enough: `mistmcp tools | head -1`. A full disk is another matter. */
function endOfOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`mistmcp: The output cannot be written: ${error.code ?? error.message}.\n`);
  process.exit(EXIT.saidNo);
}

/**
 * Runs one command and ends the process.
 *
 * @param argv the arguments after the program's name; the first is no flag
 * @throws ConfigError one clear sentence about a flag, a variable, a file or an unknown command
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', endOfOutput);
  const [word = ''] = argv;
  const reads = OWN_FLAGS.has(word);
  const { settings, rest } = reads ? { settings: NO_SETTINGS, rest: argv } : takeSettings(argv);
  const program = programOf(settings, (code) => {
    process.exitCode = code;
  });
  const words = program.commands.map((command) => command.name());
  if (!words.includes(word)) throw unknownCommand(word, words);
  if (SHOW_THE_LAYER.has(word)) await useLayer(settings, word);
  try {
    await program.parseAsync([...rest], { from: 'user' });
  } catch (error) {
    const { code, sentence } = sentenceOf(error, word);
    if (sentence !== '') process.stderr.write(`mistmcp: ${sentence}\n`);
    process.exitCode = code;
  }
  // Connections that are kept alive would hold the process, so it ends once all is written.
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit();
}
