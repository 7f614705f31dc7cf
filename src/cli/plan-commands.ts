import type { Command } from 'commander';
import { type ApplyOptions, RUN_ACTIONS } from './apply-options.ts';
import type { PlanOptions } from './plan-server.ts';
import type { CopySiteOptions, RestoreOptions } from './restore.ts';
import type { CommandSettings } from './settings.ts';

const SETTINGS_HINT = `

Settings go with it too, such as --demo and -e FILE: mistmcp help`;

const PLAN_FLAGS = [
  ['--dry-run', 'only show what would be done; the digest in it is what --yes takes'],
  ['--yes <digest>', 'do exactly the plan of this digest without a question'],
  ['--wait', 'wait for the full hour where the requests of this one are used up'],
  ['--json', 'JSON, which is the form elsewhere than on a terminal'],
  ['--no-json', 'the form of a terminal, in a pipe too'],
] as const;

const withPlanFlags = (command: Command): Command => {
  for (const [flag, help] of PLAN_FLAGS) command.option(flag, help);
  return command;
};

/** Commands that change many things at once, each as one plan after one question. */
export function addPlanCommands(program: Command, settings: CommandSettings, leave: (code: number) => void): void {
  withPlanFlags(program.command('apply <plan>'))
    .description('make all changes of a plan: a file, or a CSV table of site variables; - reads stdin')
    .option('--org <org>', 'organization of what names none')
    .addHelpText(
      'after',
      `
Examples:
  mistmcp apply plan.json --dry-run
  mistmcp apply variables.csv --enable-write-tools${SETTINGS_HINT}`,
    )
    .action(async (file: string, options: ApplyOptions) => {
      const { applyCommand } = await import('./apply.ts');
      leave(await applyCommand(file, options, settings));
    });

  withPlanFlags(
    program.command('run').argument('<action>', RUN_ACTIONS.join(', ')).argument('[run]', 'its name in the list'),
  )
    .description('list runs of plans, go on with one that stopped, or take one back')
    .addHelpText(
      'after',
      `
Examples:
  mistmcp run list
  mistmcp run undo RUN --enable-write-tools${SETTINGS_HINT}`,
    )
    .action(async (action: string, run: string | undefined, options: PlanOptions) => {
      const { runCommand } = await import('./apply.ts');
      leave(await runCommand(action, run, options, settings));
    });

  withPlanFlags(program.command('restore <snapshot>'))
    .description('make what is live like a snapshot: a folder, or FOLDER#PART')
    .option('--exact', 'delete too what the snapshot does not have; never sites or devices')
    .option('--to <org>', 'another organization; objects are found by their names')
    .option('--onto <part>', 'another site or object, made like the part')
    .option('--out <file>', 'write the plan there and send nothing')
    .option('--secret-key-file <file>', 'key of the digests in the snapshot, so that changed secrets are told')
    .addHelpText(
      'after',
      `
Examples:
  mistmcp restore ./acme --dry-run
  mistmcp restore "./acme#sites/madrid-store" --exact --enable-write-tools${SETTINGS_HINT}`,
    )
    .action(async (source: string, options: RestoreOptions) => {
      const { restoreCommand } = await import('./restore.ts');
      leave(await restoreCommand(source, options, settings));
    });

  withPlanFlags(program.command('copy-site <site> <name>'))
    .description('create a site like another one, without its devices')
    .option('--from <folder>', 'snapshot that has the model; else it is read')
    .option('--org <org>', 'organization of the model')
    .option('--to <org>', 'organization of the new site; that of the model unless told')
    .option('--with-secrets', 'copy secrets too, which the token must see; else they are named')
    .option('--out <file>', 'write the plan there and send nothing')
    .addHelpText(
      'after',
      `
Example:
  mistmcp copy-site "Madrid Store" "Oslo Store" --dry-run --demo${SETTINGS_HINT}`,
    )
    .action(async (site: string, name: string, options: CopySiteOptions) => {
      const { copySiteCommand } = await import('./restore.ts');
      leave(await copySiteCommand(site, name, options, settings));
    });
}
