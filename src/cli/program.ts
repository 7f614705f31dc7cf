import { Command } from 'commander';
import { ConfigError } from '../config/error.ts';
import { type CommandSettings, settingsHelp } from './settings.ts';
import { addSetupCommands } from './setup.ts';
import { SHELLS } from './shells.ts';
import { addSpecCommand } from './spec.ts';

/** @throws ConfigError when it is no number of levels */
function levels(text: string): number {
  if (/^\d{1,2}$/.test(text) && Number(text) > 0) return Number(text);
  throw new ConfigError('--depth is a number of levels, from 1.');
}

/**
 * The command line of commands.
 *
 * @param settings the settings that were taken out of the arguments before
 * @param leave told the exit code of a command that has one
 */
export function programOf(settings: CommandSettings, leave: (code: number) => void): Command {
  const program = new Command('mistmcp')
    .description('Juniper Mist from the command line; without a command it serves MCP')
    .exitOverride()
    // A sentence of ours says it, with the exit code.
    .configureOutput({ outputError: () => {} });

  program.command('serve').description('serve MCP, as without a command: mistmcp --help lists its flags');

  program
    .command('doctor')
    .description('check Node, configuration, cloud and token, each failure with its remedy')
    .option('--try-clouds <names>', 'after a 401, try the token on these other clouds too: names with commas, or all')
    .action(async (options: { json?: boolean; tryClouds?: string }) => {
      const { diagnose } = await import('./doctor/diagnose.ts');
      leave(await diagnose(options, settings));
    });

  program
    .command('tools [name]')
    .description('list the tools, or describe one')
    .action(async (name: string | undefined, options: { json?: boolean }) => {
      const { describeTool, listTools } = await import('./tools.ts');
      if (name === undefined) listTools(options, settings);
      else describeTool(name, options);
    });

  program
    .command('call <tool> [inputs...]')
    .description('call a tool: key=value for text, numbers and lists, key:=json for anything else')
    .option(
      '--input <file>',
      'inputs as a JSON object; - reads stdin. Also for secrets, which process lists would show',
    )
    .option('--all', 'everything: all pages of a list, nothing left out for its size')
    .action(async (tool: string, inputs: string[], options: { json?: boolean; input?: string; all?: boolean }) => {
      const { callTool } = await import('./call.ts');
      leave(await callTool(tool, inputs, options, settings));
    });

  program
    .command('schema [name] [path]')
    .description('fields of a configuration object; without a name, the names')
    .option('--search <words>', 'find fields by words')
    .option('--depth <levels>', 'levels to show', levels)
    .option('--verbose', 'everything as JSON Schema')
    .action(async (name: string | undefined, path: string | undefined, options) => {
      const { showSchema } = await import('./schema.ts');
      showSchema(name, path, options);
    });

  for (const command of program.commands.filter((one) => one.name() !== 'serve')) {
    command
      .option('--json', 'print JSON, as elsewhere than on a terminal')
      .option('--no-json', 'print text, as on a terminal')
      .addHelpText('after', settingsHelp);
  }

  addSetupCommands(program);
  addSpecCommand(program);

  program
    .command('completion <shell>')
    .description(`print the completion script of a shell: ${SHELLS.join(', ')}`)
    .action(async (shell: string) => {
      const { completionScript } = await import('./shells.ts');
      process.stdout.write(completionScript(shell));
    });

  program
    .command('__complete [words...]', { hidden: true })
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[]) => {
      const { candidates } = await import('./completion.ts');
      for (const { value, about = '' } of candidates(program, words)) process.stdout.write(`${value}\t${about}\n`);
    });
  return program;
}
