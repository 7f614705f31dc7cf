import { type Command, Option } from 'commander';
import { scopes } from '../clients/client.ts';

const SETUP_HELP = `
Nothing is written before the change was shown and confirmed, and the file as it
was is kept beside it, without tokens. Elsewhere than on a terminal, without a
client: which clients are configured here.

Example:
  mistmcp setup claude-code codex --cloud api.eu.mist.com -e mist.env`;

const REMOVE_HELP = `
Nothing is written before the change was shown and confirmed; the copy that
setup has kept goes too. Without a client: which clients are configured here.

Example:
  mistmcp remove claude-code`;

function withCommon(command: Command): Command {
  return command
    .addOption(
      new Option('--scope <scope>', 'your own file, or that of the project in this folder')
        .choices(scopes)
        .default('user'),
    )
    .option('--config <file>', 'the configuration file, where it is not in the usual place')
    .option('--dry-run', 'show the change and write nothing')
    .option('-y, --yes', 'write without asking');
}

/** Adds `setup` and `remove`, which write this server into the configuration of an application and take it out. */
export function addSetupCommands(program: Command, leave: (code: number) => void): void {
  withCommon(program.command('setup [clients...]'))
    .description('add this server to MCP applications; without a name it asks, on a terminal')
    .option('--http <url>', 'use a server that is already running with --transport http')
    .option('--demo', 'use the simulated cloud; needs no token')
    .option('--enable-write-tools', 'offer the tools that change things')
    .option(
      '--cloud <host>',
      'Mist cloud: host, portal URL or region name; unless given that of the file of -e, of MIST_HOST, of ~/.config/mistmcp/env, else api.mist.com',
    )
    .option('-e, --env-file <file>', 'let the server read MIST_APITOKEN from this file')
    .option('--with-token', 'write the token of MIST_APITOKEN into the file')
    .option('--no-check', 'do not ask the cloud once whose token it is')
    .option('--command <line>', 'what starts the server, in quotation marks, instead of how this program was started')
    .addHelpText('after', SETUP_HELP)
    .action(async (names: string[], options) => {
      const { runSetup } = await import('./setup-run.ts');
      leave(await runSetup(names, options));
    });

  withCommon(program.command('remove [client]'))
    .description('take this server out of an MCP client')
    .addHelpText('after', REMOVE_HELP)
    .action(async (name: string | undefined, options) => {
      const { runRemove } = await import('./setup-run.ts');
      leave(await runRemove(name, options));
    });
}
