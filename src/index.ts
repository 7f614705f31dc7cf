import { ConfigError } from './config/error.ts';

async function main([word, ...rest]: readonly string[]): Promise<void> {
  const { main: serve } = await import('./serve.ts');
  await serve(word === 'serve' ? rest : process.argv.slice(2));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const unexpected = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const code = error instanceof ConfigError ? 2 : 1;
  const message = error instanceof ConfigError ? error.message : unexpected;
  // The exit is forced, since a simulated cloud may already be listening.
  process.stderr.write(`mistmcp: ${message}\n`, () => process.exit(code));
}
