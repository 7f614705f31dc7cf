import { McpServer, type McpServerFactory, type RegisteredTool } from '@modelcontextprotocol/server';
import { config as configureZod } from 'zod';
import { answerCall } from './answer-call.ts';
import { handlesOf } from './call-context.ts';
import type { MistError } from './core/errors/mist-error.ts';
import { enabledTools, registrationOf } from './enabled-tools.ts';
import { explainTool, explainUnknownTools } from './explain-tool.ts';
import { identity } from './identity.ts';
import { instructions, profileInstructions } from './instructions.ts';
import { registerPrompts } from './prompts/register.ts';
import { registerResources } from './resources/register.ts';
import type { ServerSetup } from './server-setup.ts';
import type { Tool } from './tool/define.ts';
import { isWriteTool } from './tool/effect.ts';
import { hasForm } from './tool/elicitation.ts';

export { enabledTools } from './enabled-tools.ts';
export { layerNotes } from './layer-notes.ts';
export type { ChosenProfile, Extension, ProfileChoice, ServerSetup } from './server-setup.ts';

// A compiled parser pays off for schemas that see many values; the protocol's see one message each at the start.
configureZod({ jitless: true });

/**
 * Has schemas compiled that are made from now on, as the protocol's are with their first message: for a server that many
 * clients send messages to.
 */
export const compileSchemas = (): unknown => configureZod({ jitless: false });

/** A token that the cloud refuses is told before anything is called with it. */
const instructionsFor = (refusal: MistError | undefined, profiles: readonly string[] | undefined): string =>
  `${refusal === undefined ? '' : `No call can succeed now; tell the person: ${refusal.what} ${refusal.advice}\n\n`}${instructions}${profiles === undefined ? '' : profileInstructions(profiles)}`;

/** Write tools vanish from an application of the older revisions that cannot ask the person. */
function hideFrom(server: McpServer, writers: readonly RegisteredTool[]): void {
  server.server.oninitialized = () => {
    if (hasForm(server.server.getClientCapabilities())) return;
    for (const tool of writers) tool.disable();
  };
}

/**
 * The one tool that a request of the stateless protocol calls, as its headers say; the SDK holds them against the
 * message before it asks for a server. Assembling all tools for each call would cost more than most calls do.
 */
function calledTool(request: Request | undefined, tools: readonly Tool[]): Tool | undefined {
  if (request?.headers.get('mcp-method') !== 'tools/call') return undefined;
  const name = request.headers.get('mcp-name');
  return tools.find((tool) => tool.name === name);
}

/**
 * A factory of MCP servers for both protocol eras, for one principal. Everything that takes time (schemas, tables) is
 * made once and kept outside it, since a stateless transport asks for a server per request and a team has many factories.
 */
export function createServerFactory(setup: ServerSetup): McpServerFactory {
  const { config, log, extend, choice } = setup;
  const plain = enabledTools(config);
  const all = enabledTools(config, true);
  return ({ era, requestInfo }) => {
    const across = choice !== undefined || setup.seesMsp?.() === true;
    const tools = across ? all : plain;
    const called = era === 'modern' ? calledTool(requestInfo, tools) : undefined;
    const server = new McpServer(identity, {
      ...extend?.options,
      instructions: instructionsFor(setup.refusal?.(), choice?.names),
    });
    explainUnknownTools(server, (name) => explainTool(name, config));
    const registrations: { readonly tool: Tool; readonly handle: RegisteredTool }[] = [];
    for (const tool of called ? [called] : tools) {
      const { name, title, description } = tool;
      const { schema, hints } = registrationOf(tool, choice !== undefined);
      const handle = server.registerTool(
        name,
        { title, description, inputSchema: schema, annotations: hints },
        (args, request) => answerCall(tool, args, request, { setup, tools, server }),
      );
      registrations.push({ tool, handle });
    }
    if (called) return server;
    const writers = registrations.filter(({ tool }) => isWriteTool(tool)).map(({ handle }) => handle);
    if (era === 'legacy' && config.elicitation) hideFrom(server, writers);
    const listed = () => registrations.filter(({ handle }) => handle.enabled).map(({ tool }) => tool);
    registerPrompts(server, { session: setup.session, log, offered: listed, across });
    const held = () => handlesOf(setup).list(setup.session.principal);
    registerResources(server, { config, session: setup.session, held, offered: listed });
    extend?.register(server);
    return server;
  };
}
