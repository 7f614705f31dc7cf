import { createServer, type IncomingMessage } from 'node:http';
import { isRecord, type JsonObject } from '../../src/core/json.ts';
import { modelInterfaces, type SentTool, type Turn } from './interfaces.ts';

/** A call of the fixed plan. */
export interface PlannedCall {
  readonly tool: string;
  readonly input: JsonObject;
}

/** A stand-in for a model on loopback: it plays the plan, one call a turn, and keeps what it was sent. */
export interface FakeModel {
  readonly url: string;
  /** The tools of the plan's server, as the application named them. */
  readonly tools: readonly SentTool[];
  /** Texts of the results that came back, by the place of their call in the plan. */
  readonly results: ReadonlyMap<number, string>;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
  return isRecord(value) ? value : {};
}

const isOf = ({ name }: SentTool, tool: string): boolean => name.endsWith(tool);

const idOf = (at: number): string => `call_${at}`;

/** How often a model that is sent no tools of ours lets its application wait for them. */
const WAITS = 3;

/**
 * Opens the stand-in; it speaks every interface that the applications here use.
 *
 * @param wait a call of the application's own that takes a while, for one that does not wait for its servers
 */
export async function openModel(
  plan: readonly PlannedCall[],
  isOurs: (tool: SentTool) => boolean,
  wait?: PlannedCall,
): Promise<FakeModel> {
  const tools = new Map<string, SentTool>();
  const results = new Map<number, string>();
  let made = 0;
  let waits = 0;
  const next = (sent: readonly SentTool[]): Turn => {
    if (!sent.some(isOurs)) {
      // Applications ask their model for titles too, without tools.
      const tool = wait && sent.find(({ name }) => name === wait.tool);
      if (!tool || waits >= WAITS) return undefined;
      waits += 1;
      return { id: `wait_${waits}`, tool, input: wait.input };
    }
    while (made < plan.length) {
      const at = made;
      made += 1;
      const call = plan[at];
      const tool = call && sent.find((one) => isOurs(one) && isOf(one, call.tool));
      if (call && tool) return { id: idOf(at), tool, input: call.input };
    }
    return undefined;
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const spoken = modelInterfaces.find(({ path }) => path.test(pathname));
    const body = await bodyOf(request).catch(() => ({}));
    if (!spoken) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"input_tokens":1,"data":[],"models":[]}');
      return;
    }
    const question = spoken.read(body);
    for (const tool of question.tools.filter(isOurs)) tools.set(tool.name, tool);
    for (const [at] of plan.entries()) {
      const text = question.results.get(idOf(at));
      if (text !== undefined) results.set(at, text);
    }
    spoken.answer(response, next(question.tools));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    get tools() {
      return [...tools.values()];
    },
    results,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
