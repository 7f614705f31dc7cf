import type { Command } from 'commander';
import type { AddOptions } from './profile-add.ts';
import type { CommandSettings } from './settings.ts';

const ADD_HELP = `
The file is ~/.config/mistmcp/config.toml unless --config names another one. The
token itself never goes into it.

Examples:
  mistmcp profile add acme --cloud api.eu.mist.com --token-env ACME_TOKEN
  mistmcp profile add acme --cloud "EMEA 01" --token-file acme.token --readonly
  mistmcp profile add acme --cloud api.mist.com --token-command "op read op://mist/acme/token"`;

/** Adds `profile`: Mist tokens under names, for people with several customers or clouds. */
export function addProfileCommands(program: Command, settings: CommandSettings, leave: (code: number) => void): void {
  const profile = program.command('profile').description('Mist tokens under names, for several customers or clouds');
  profile.addHelpText('after', '\nExamples:\n  mistmcp profile list\n  mistmcp profile add --help');
  profile.action(() => profile.help());

  profile
    .command('list')
    .description('the profiles, and where the token of each is read from')
    .option('--json', 'JSON, which is the form elsewhere than on a terminal')
    .option('--no-json', 'the form of a terminal, in a pipe too')
    .action(async (options: { json?: boolean }) => {
      const { listProfiles } = await import('./profile-list.ts');
      await listProfiles(options, settings);
    });

  profile
    .command('test [name]')
    .description('ask the cloud of each profile, or of one, whose token it is and what it sees')
    .option('--json', 'JSON, which is the form elsewhere than on a terminal')
    .option('--no-json', 'the form of a terminal, in a pipe too')
    .action(async (name: string | undefined, options: { json?: boolean }) => {
      const { testProfiles } = await import('./profile-test.ts');
      leave(await testProfiles(name, options, settings));
    });

  profile
    .command('add <name>')
    .description('put a profile into the file')
    .requiredOption('--cloud <host>', 'Mist cloud: host, portal URL or region name')
    .option('--token-env <variable>', 'read the token from this variable')
    .option('--token-file <file>', 'read the token from this file, which only you may read')
    .option('--token-command <line>', 'take the output of this program, in quotation marks; no shell reads it')
    .option('--orgs <ids>', 'ids of the only organizations, with commas')
    .option('--sites <ids>', 'ids of the only sites, with commas')
    .option('--readonly', 'change nothing by it, whatever the token may')
    .addHelpText('after', ADD_HELP)
    .action(async (name: string, options: AddOptions) => {
      const { addProfile } = await import('./profile-add.ts');
      await addProfile(name, options, settings);
    });

  profile
    .command('remove <name>')
    .description('take a profile out of the file')
    .action(async (name: string) => {
      const { removeProfile } = await import('./profile-add.ts');
      await removeProfile(name, settings);
    });
}
