import { setupChange } from '../../src/clients/change.ts';
import { findClient } from '../../src/clients/clients.ts';

/** The entry that most applications take, as setup would write it for one of them. */
export function commonEntry(): string {
  const client = findClient('claude-desktop');
  if (!client) throw new Error('The README needs the row of Claude Desktop');
  const { text } = setupChange(client, '', {
    target: { command: ['npx', '-y', 'mistmcp'] },
    cloud: 'api.eu.mist.com',
    token: '…',
  });
  return ['```json', text.trim(), '```'].join('\n');
}
