import { Command, Option } from 'commander';
import { ConfigError } from '../config/error.ts';
import { helpText } from '../config/help.ts';
import { version } from '../core/version.ts';
import { addConfigurationCommands } from './configuration-commands.ts';
import { FORMS, type FormFlags } from './output.ts';
import { addPlanCommands } from './plan-commands.ts';
import { addProfileCommands } from './profile.ts';
import type { CommandSettings } from './settings.ts';
import { addSetupCommands } from './setup.ts';
import { SHELLS } from './shells.ts';
import { addSpecCommand } from './spec.ts';
import { unknownCommand } from './unknown-command.ts';

/** Where the settings stand that commands take besides their own flags. */
const SETTINGS_HINT = `

Settings go with it too, such as --demo, -e FILE and --enable-write-tools; all\nare in mistmcp help.`;

const example = (...lines: readonly string[]): string =>
  `\n${lines.length > 1 ? 'Examples' : 'Example'}:\n${lines.map((line) => `  ${line}`).join('\n')}`;

/** @throws ConfigError when it is no number within the bounds */
function wholeNumber(flag: string, most: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,6}$/.test(text) && Number(text) > 0 && Number(text) <= most) return Number(text);
    throw new ConfigError(`${flag} is a number from 1 to ${most}.`);
  };
}

/** The flags that decide over the form of an answer. */
function withForms(command: Command, forms: readonly string[] = FORMS): Command {
  return command
    .addOption(new Option('-o, --output <form>', 'form of the answer').choices(forms))
    .option('--json', 'the same as -o json, which is the form elsewhere than on a terminal')
    .option('--no-json', 'the form of a terminal, in a pipe too');
}

function addReadingCommands(program: Command, settings: CommandSettings, leave: (code: number) => void): void {
  withForms(program.command('doctor'), ['table', 'json'])
    .description('check Node, configuration, cloud and token, each failure with its remedy')
    .option('--try-clouds <names>', 'after a 401, try the token on these other clouds too: names with commas, or all')
    .addHelpText('after', example('mistmcp doctor --demo') + SETTINGS_HINT)
    .action(async (options: FormFlags & { tryClouds?: string }) => {
      const { diagnose } = await import('./doctor/diagnose.ts');
      leave(await diagnose(options, settings));
    });

  program
    .command('demo')
    .description('a tour on a simulated Mist cloud: no account, no token')
    .addHelpText('after', example('mistmcp demo'))
    .action(async () => {
      const { runDemo } = await import('./demo.ts');
      leave(await runDemo(settings));
    });

  withForms(program.command('tools [name]'))
    .description('list the tools, all or those of a group or of core, or describe one')
    .addHelpText('after', example('mistmcp tools devices', 'mistmcp tools mist_search_device') + SETTINGS_HINT)
    .action(async (name: string | undefined, options: FormFlags) => {
      const { showTools } = await import('./tools.ts');
      showTools(name, options, settings);
    });

  withForms(program.command('schema [name] [path]'), ['table', 'json'])
    .description('fields of a configuration object; without a name, the names')
    .option('--search <words>', 'find fields by words')
    .option('--depth <levels>', 'levels to show', wholeNumber('--depth', 99))
    .option('--verbose', 'everything as JSON Schema')
    .addHelpText('after', example('mistmcp schema org_wlan auth', 'mistmcp schema org_wlan --search vlan'))
    .action(async (name: string | undefined, path: string | undefined, options) => {
      const { showSchema } = await import('./schema.ts');
      showSchema(name, path, options);
    });
}

function addCallCommand(program: Command, settings: CommandSettings, leave: (code: number) => void): void {
  withForms(program.command('call <tool> [inputs...]'))
    .description('call a tool: key=value for text, numbers and lists, key:=json for anything else')
    .option(
      '--input <file>',
      'inputs as a JSON object; - reads stdin. Also for secrets, which process lists would show',
    )
    .option('--all', 'everything: all pages of a list, nothing left out for its size')
    .option('--watch <seconds>', 'ask again every so many seconds, until Ctrl+C', wholeNumber('--watch', 86_400))
    .option('--save <file>', 'write the picture of the answer to this file')
    .addHelpText(
      'after',
      example(
        'mistmcp call mist_search_device status=disconnected --demo',
        'mistmcp call mist_get_stats stats_type=org_devices -o csv --all --demo',
      ) + SETTINGS_HINT,
    )
    .action(async (tool: string, inputs: string[], options) => {
      const { callTool } = await import('./call.ts');
      leave(await callTool(tool, inputs, options, settings));
    });
}

function addPlainCommands(program: Command): void {
  program.command('serve').description('serve MCP, as without a command: mistmcp help lists its flags');

  program
    .command('version')
    .description('print the version')
    .action(() => void process.stdout.write(`${version}\n`));

  program
    .command('help [command]')
    .description('the commands and settings, or the flags of one command')
    .action((name: string | undefined) => {
      if (name === undefined || name === 'serve') process.stdout.write(helpText());
      else commandNamed(program, name).outputHelp();
    });

  program
    .command('completion <shell>')
    .description(`print the completion script of a shell: ${SHELLS.join(', ')}`)
    .addHelpText('after', example('source <(mistmcp completion bash)'))
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
}

/** @throws ConfigError naming the nearest */
export function commandNamed(program: Command, name: string): Command {
  const command = program.commands.find((one) => one.name() === name && !name.startsWith('_'));
  if (command) return command;
  throw unknownCommand(
    name,
    program.commands.map((one) => one.name()),
  );
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
    .helpCommand(false)
    .exitOverride()
    // A sentence of ours says it, with the exit code.
    .configureOutput({ outputError: () => {} });
  addPlainCommands(program);
  addReadingCommands(program, settings, leave);
  addCallCommand(program, settings, leave);
  addConfigurationCommands(program, settings, leave);
  addPlanCommands(program, settings, leave);
  addProfileCommands(program, settings, leave);
  addSetupCommands(program, leave);
  addSpecCommand(program);
  return program;
}
