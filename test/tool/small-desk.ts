import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { createMcpHandler, McpServer, type McpServerFactory } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { isRecord } from '../../src/core/json.ts';
import type { Question } from '../../src/tool/context.ts';
import type { ConsentDesk } from '../../src/tool/elicitation.ts';
import { ElicitationRequired } from '../../src/tool/elicitation-required.ts';
import { errorResult, resultOf } from '../../src/tool/result.ts';
import { connectByHand } from '../harness/rounds.ts';

/** What is asked next, and by whom. */
export interface Scene {
  question: Question;
  principal: string;
}

export type Content = Readonly<Record<string, unknown>>;

/** A server with nothing on it but two tools that ask the person. */
export const smallServer =
  (desk: ConsentDesk, scene: Scene): McpServerFactory =>
  () => {
    const server = new McpServer({ name: 'small', version: '1' });
    for (const tool of ['ask', 'ask_too'])
      server.registerTool(tool, { description: 'Asks.' }, async (context) => {
        try {
          return resultOf(
            await desk.ask({ tool, principal: scene.principal, context, server }, scene.question),
            'json',
          );
        } catch (error) {
          return error instanceof ElicitationRequired ? error.result : errorResult(error);
        }
      });
    return server;
  };

/** An application of the stateless revision whose rounds the test plays by hand. */
export async function openRounds(
  desk: ConsentDesk,
  scene: Scene,
  capabilities: object = { elicitation: { form: {} } },
) {
  const handler = createMcpHandler(smallServer(desk, scene));
  const client = await connectByHand(handler, capabilities);
  const round = async (more: Content = {}, tool = 'ask'): Promise<Content> => ({
    ...(await client.callTool({ name: tool, arguments: {}, ...more }, { allowInputRequired: true })),
  });
  return {
    round,
    /** What the tool said, as an object. */
    async said(more: Content = {}, tool = 'ask'): Promise<Content> {
      const { content } = await round(more, tool);
      const [first]: unknown[] = Array.isArray(content) ? content : [];
      const parsed: unknown = isRecord(first) ? JSON.parse(String(first.text)) : undefined;
      return isRecord(parsed) ? parsed : {};
    },
    async close() {
      await client.close();
      await handler.close();
    },
  };
}

/** An application of the revision with sessions, whose form the test fills in. */
export async function openSession(
  desk: ConsentDesk,
  scene: Scene,
  fill: (form: Content) => { action: 'accept' | 'decline' | 'cancel'; content?: Record<string, string | boolean> },
) {
  const client = new Client({ name: 'session', version: '1' }, { capabilities: { elicitation: {} } });
  client.setRequestHandler('elicitation/create', async ({ params }) => fill({ ...params }));
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = serveStdio(smallServer(desk, scene), { transport: far });
  await client.connect(near);
  return {
    ask: async () => JSON.stringify((await client.callTool({ name: 'ask', arguments: {} })).content),
    async close() {
      await client.close();
      await server.close();
    },
  };
}
