// The smallest server over HTTP that the protocol's SDK makes, as its own guides show it, with one tool that asks the
// cloud one thing. It listens on a free port and prints it. Plain JavaScript, since it is run by bare Node.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { NodeStreamableHTTPServerTransport, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

const cloud = process.env.MIST_HOST;

/** @param token of the request */
function serverFor(token) {
  const server = new McpServer({ name: 'minimal', version: '1.0.0' });
  server.registerTool('mist_get_self', { inputSchema: z.object({ action_type: z.string() }) }, async () => {
    const answer = await fetch(`${cloud}/api/v1/self`, { headers: { Authorization: `Token ${token}` } });
    return { content: [{ type: 'text', text: JSON.stringify(await answer.json()) }] };
  });
  return server;
}

const tokenOf = ({ authorization = '' }) => authorization.slice('Bearer '.length);
const modern = toNodeHandler(
  createMcpHandler(({ requestInfo }) => serverFor(tokenOf(Object.fromEntries(requestInfo.headers))), {
    legacy: 'reject',
  }),
);

const sessions = new Map();
async function serveSession(request, response) {
  const kept = sessions.get(request.headers['mcp-session-id']);
  if (kept) return kept.handleRequest(request, response);
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    enableJsonResponse: true,
    onsessioninitialized: (id) => sessions.set(id, transport),
  });
  await serverFor(tokenOf(request.headers)).connect(transport);
  return transport.handleRequest(request, response);
}

const http = createServer((request, response) => {
  if (request.headers['mcp-method'] === undefined) serveSession(request, response);
  else modern(request, response);
});
http.listen(0, '127.0.0.1', () => console.log(http.address().port));
