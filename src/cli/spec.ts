import type { Command } from 'commander';

const EXAMPLE = `
Example:
  mistmcp spec update --spec mist.openapi.json`;

/** Adds `spec update`, which builds the layer of another release of the API. */
export function addSpecCommand(program: Command): void {
  const spec = program.command('spec').description('follow a release of the Mist API before mistmcp does');
  spec.addHelpText('after', EXAMPLE);
  spec.action(() => spec.help());
  spec
    .command('update')
    .description('build and check the layer of an OpenAPI document, to be served with --spec-layer')
    .requiredOption('--spec <file>', 'the document, mist.openapi.json of a release')
    .option('--out <folder>', 'where the layer goes; the user’s data folder unless given')
    .option('--json', 'print JSON, as elsewhere than on a terminal')
    .option('--no-json', 'print text, as on a terminal')
    .addHelpText('after', EXAMPLE)
    .action(async (options: { json?: boolean; spec: string; out?: string }) => {
      const { updateLayer } = await import('./spec-update.ts');
      await updateLayer(options);
    });
}
