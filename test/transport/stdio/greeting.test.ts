import { PassThrough } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRecord, openSession } from '../../../src/bootstrap.ts';
import { loadConfig } from '../../../src/config/config.ts';
import { createServerFactory } from '../../../src/server.ts';
import { ConsentDesk } from '../../../src/tool/elicitation.ts';
import { greet, greetingFor } from '../../../src/transport/stdio/greeting.ts';
import { endsCleanly, initialize, messages, startServer, TOKEN } from '../process.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The SDK's own answer to a first line, without anybody greeting before it. */
async function answerOfTheSdk(line: string): Promise<string> {
  const loaded = loadConfig([], { MIST_APITOKEN: TOKEN }, '/');
  if (loaded.kind !== 'run') throw new Error('no server');
  const { config } = loaded;
  const session = await openSession(config);
  const desk = new ConsentDesk(config.stateKey);
  const factory = createServerFactory({ config, session, log: silent, desk, audit: openRecord(silent, undefined) });
  const [input, output] = [new PassThrough(), new PassThrough()];
  const handle = serveStdio(factory, { transport: new StdioServerTransport(input, output) });
  input.write(`${line}\n`);
  const answer = await new Promise<string>((resolve) => output.once('data', (chunk) => resolve(String(chunk))));
  await handle.close();
  await session.client.close();
  return answer;
}

const empty = fc.constant({});
const plain = fc.record({
  jsonrpc: fc.constant('2.0'),
  id: fc.oneof(fc.string(), fc.maxSafeInteger()),
  method: fc.constant('initialize'),
  params: fc.record({
    protocolVersion: fc.constantFrom('2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05', '2024-10-07'),
    capabilities: fc.record(
      {
        roots: fc.record({ listChanged: fc.boolean() }, { requiredKeys: [] }),
        sampling: fc.record({ context: empty, tools: empty }, { requiredKeys: [] }),
        elicitation: fc.record({ form: empty, url: empty }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    ),
    clientInfo: fc.record(
      { name: fc.string(), version: fc.string(), title: fc.string() },
      { requiredKeys: ['name', 'version'] },
    ),
  }),
});

/** The same with one member of it, at any depth, replaced by something else. */
const spoilt = fc
  .tuple(
    plain,
    fc.constantFrom('jsonrpc', 'id', 'method', 'protocolVersion', 'capabilities', 'clientInfo', 'roots'),
    fc.jsonValue(),
  )
  .map(([message, name, value]) => {
    const { params } = message;
    if (name === 'roots') return { ...message, params: { ...params, capabilities: { [name]: value } } };
    return name in params ? { ...message, params: { ...params, [name]: value } } : { ...message, [name]: value };
  });

describe('the greeting', () => {
  it('is answered byte for byte as the SDK answers it', async () => {
    const property = fc.asyncProperty(plain, async (message) => {
      const line = JSON.stringify(message);
      expect(greetingFor(line)?.line).toBe(await answerOfTheSdk(line));
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('is left to the SDK wherever the SDK would answer otherwise', async () => {
    const property = fc.asyncProperty(spoilt, async (message) => {
      const line = JSON.stringify(message);
      const greeted = greetingFor(line);
      if (greeted) expect(greeted.line).toBe(await answerOfTheSdk(line));
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it.each(['', 'null', '[]', '{', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'])('%j is none', (line) => {
    expect(greetingFor(line)).toBeUndefined();
  });

  it('stays in the stream for the SDK to hear', async () => {
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const line = `${JSON.stringify({ jsonrpc: '2.0', ...initialize })}\n{"more"`;
    stdin.write(line);
    const greeted = await greet(stdin, stdout);
    expect(greeted?.id).toBe(initialize.id);
    expect(String(stdin.read())).toBe(line);
  });

  it('is answered once, and what follows is answered by the server that it opened', async () => {
    const server = startServer([], { MIST_APITOKEN: TOKEN });
    server.send(initialize);
    server.send({ method: 'notifications/initialized' });
    server.send({ id: 2, method: 'prompts/list' });
    await server.answer(2);
    await endsCleanly(server, () => server.child.stdin.end());
    expect(messages(server.stdout()).map(({ id }) => id)).toEqual([initialize.id, 2]);
  });

  it('ends with a client that leaves without one', async () => {
    const server = startServer([], { MIST_APITOKEN: TOKEN });
    await endsCleanly(server, () => server.child.stdin.end());
    expect(server.stdout()).toBe('');
  });
});
