import { type Command, Option } from 'commander';
import { SEVERITIES } from '../features/audit/model.ts';
import { PROFILES } from '../features/snapshot/model.ts';
import type { AuditCommandOptions } from './audit.ts';
import type { CompareOptions } from './compare.ts';
import type { CommandSettings } from './settings.ts';
import type { SnapshotOptions } from './snapshot.ts';

const SETTINGS_HINT = `

Settings go with it too, such as --demo and -e FILE: mistmcp help`;

/** Commands that look at the configuration as a whole. */
export function addConfigurationCommands(
  program: Command,
  settings: CommandSettings,
  leave: (code: number) => void,
): void {
  program
    .command('snapshot <scope-or-dir> [dir]')
    .description('write the configuration of an organization or site into a folder, as files for git')
    .addOption(new Option('--profile <profile>', 'how much of the sites').choices(PROFILES).default('full'))
    .option('--estimate', 'only say how many requests it takes')
    .option('--yes', 'take it although it needs more requests than this hour has left')
    .option('--wait', 'wait for the full hour where the requests of this one are used up')
    .option('--replace', 'also in the place of a snapshot of something else')
    .option('--secret-key-file <file>', 'mark masks by digests with this key, so that a changed secret shows')
    .option('--seal <keys>', 'encrypt secrets beside the files, to public keys of age or to a passphrase')
    .option('--passphrase-file <file>', 'passphrase for --seal passphrase, which is asked for without it')
    .option('--clear-secrets', 'write secrets as they are; not inside a git work tree that would take them')
    .option('--json', 'JSON, which is the form elsewhere than on a terminal')
    .option('--no-json', 'the form of a terminal, in a pipe too')
    .addHelpText(
      'after',
      `
Examples:
  mistmcp snapshot ./acme --demo
  mistmcp snapshot "San Jose Lab" ./lab --demo${SETTINGS_HINT}`,
    )
    .action(async (scope: string, folder: string | undefined, options: SnapshotOptions) => {
      const { snapshotCommand } = await import('./snapshot.ts');
      leave(await snapshotCommand(scope, folder, options, settings));
    });

  program
    .command('compare <left> <right>')
    .description('differences between two sides: a snapshot folder, live, or live:NAME, each with #PART')
    .option('--brief', '40 lines at most')
    .option('--variables', 'between two sites, values of variables too')
    .option('--secret-key-file <file>', 'key of the digests in the folder, so that live secrets can be compared')
    .option('--unseal <file>', 'passphrase or identity file that opens sealed secrets of folders')
    .option('--out <folder>', 'write all of it there, as comparison.json and comparison.txt')
    .option('--yes', 'read live sides that take more than 1,000 requests')
    .option('--json', 'JSON, which is the form elsewhere than on a terminal')
    .option('--no-json', 'the form of a terminal, in a pipe too')
    .addHelpText(
      'after',
      `
Examples:
  mistmcp compare ./acme live
  mistmcp compare "live:Madrid Store" "live:Paris Store" --demo
  mistmcp compare "live#org/rftemplates/office-rf" "live#org/rftemplates/warehouse-rf" --demo

Exit codes: 0 the same, 1 different, 2 or more where nobody can tell${SETTINGS_HINT}`,
    )
    .action(async (left: string, right: string, options: CompareOptions) => {
      const { compareCommand } = await import('./compare.ts');
      leave(await compareCommand(left, right, options, settings));
    });

  program
    .command('audit [scope-or-dir]')
    .description('what is wrong with a configuration, live or in a snapshot folder, by the rules of a catalog')
    .option('--rules <file>', 'which rules count, and what is let be')
    .option('--only <rules>', 'these rules and no others, with commas between')
    .addOption(new Option('--severity <severity>', 'least that counts').choices(SEVERITIES).default('low'))
    .option('--baseline <file>', 'audit.json of an earlier audit: only what is new is shown, and counts')
    .option('--list', 'the rules, and nothing else')
    .option('--brief', '40 lines at most')
    .option('--out <folder>', 'write all of it there, as audit.json and audit.txt')
    .option('--yes', 'read what takes more than 1,000 requests')
    .option('--json', 'JSON, which is the form elsewhere than on a terminal')
    .option('--no-json', 'the form of a terminal, in a pipe too')
    .addHelpText(
      'after',
      `
Examples:
  mistmcp audit --demo
  mistmcp audit "Madrid Store" --demo
  mistmcp audit ./acme --severity high
  mistmcp audit --only device-override,site-override --demo

Exit codes: 0 nothing found, 1 something found, 2 or more where nobody can tell${SETTINGS_HINT}`,
    )
    .action(async (side: string | undefined, options: AuditCommandOptions) => {
      const { auditCommand } = await import('./audit.ts');
      leave(await auditCommand(side, options, settings));
    });
}
