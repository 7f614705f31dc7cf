import { ConfigError } from './config/error.ts';

/** Serving comes first: a client waits for it, and it loads nothing of the commands for people. */
async function main(given: readonly string[]): Promise<void> {
  // Behind `--` Node leaves `--env-file` to the program instead of reading that file itself.
  const argv = given[0] === '--' ? given.slice(1) : given;
  const [word, ...rest] = argv;
  if (word === undefined || word === 'serve' || word.startsWith('-')) {
    const { main: serve } = await import('./serve.ts');
    return serve(word === 'serve' ? rest : argv);
  }
  const { main: command } = await import('./cli/main.ts');
  return command(argv);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const unexpected = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const code = error instanceof ConfigError ? 2 : 1;
  const message = error instanceof ConfigError ? error.message : unexpected;
  // The exit is forced, since a simulated cloud may already be listening.
  process.stderr.write(`mistmcp: ${message}\n`, () => process.exit(code));
});
