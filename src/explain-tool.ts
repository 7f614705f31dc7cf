import { type McpServer, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Config } from './config/config.ts';
import { asText } from './core/json.ts';
import { nearest } from './core/nearest.ts';
import { enabledTools } from './enabled-tools.ts';
import { specVersion } from './mist/spec/operations.ts';
import { isWriteTool } from './tool/effect.ts';
import { allTools, mspTools } from './tools/index.ts';

/** What the SDK says of a tool that cannot be called. */
const UNCALLABLE = /^Tool [\s\S]* (?:not found|disabled)$/;

/** Characters of a name that are repeated. */
const SHOWN = 80;

/**
 * Says of a tool that cannot be called why, or which names are near.
 *
 * @param name as the client wrote it
 */
export function explainTool(name: string, config: Pick<Config, 'writeTools' | 'tools'>): string {
  const tool = allTools.find((one) => one.name === name);
  const enabled = enabledTools(config);
  if (!tool) {
    const names = nearest(
      name,
      enabled.map((one) => one.name),
    );
    const near = names.length > 0 ? ` Did you mean ${names.join(' or ')}?` : ' tools/list has them all.';
    return `Unknown tool "${name.slice(0, SHOWN)}".${near}`;
  }
  const [gone] = tool.missing ?? [];
  if (tool.unserved && gone !== undefined)
    return `${name} is left out: Mist ${specVersion()}, which is served, has no ${gone}.`;
  if (enabled.includes(tool)) {
    return `${name} is hidden: it changes the network, and this application cannot show the form that asks the person.`;
  }
  if (mspTools.includes(tool) && enabledTools(config, true).includes(tool)) {
    return `${name} is offered where the token has a role at an MSP, or there are several profiles (mistmcp profile add).`;
  }
  if (isWriteTool(tool) && !config.writeTools) {
    return `${name} is off: this server only reads. It needs --enable-write-tools, a token that may write, and a client that did not ask for reading only.`;
  }
  return `${name} is off: the operator enabled other tools with --tools.`;
}

/**
 * Makes a server explain a call of a tool that it does not have. The SDK has no place for it, so its handler of the method
 * is wrapped when it is set, with the first tool.
 */
export function explainUnknownTools(server: McpServer, explain: (name: string) => string): void {
  const protocol = server.server;
  const set = protocol.setRequestHandler;
  const wrapped = (method: string, handler: (...args: unknown[]) => unknown): unknown =>
    Reflect.apply(set, protocol, [method, method === 'tools/call' ? explaining(handler, explain) : handler]);
  Reflect.set(protocol, 'setRequestHandler', wrapped);
}

const explaining =
  (handler: (...args: unknown[]) => unknown, explain: (name: string) => string) =>
  async (...args: unknown[]): Promise<unknown> => {
    try {
      return await handler(...args);
    } catch (error) {
      if (!(error instanceof ProtocolError) || !UNCALLABLE.test(error.message)) throw error;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, explain(nameIn(args[0])));
    }
  };

function nameIn(request: unknown): string {
  const params: unknown = Object(request).params;
  return asText(Object(params).name);
}
