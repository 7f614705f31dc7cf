import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors/input-error.ts';
import { isPlaceholder } from '../../../src/features/changes/check/placeholder.ts';
import { fillMasks } from '../../../src/features/changes/masks.ts';
import type { JsonObject } from '../../../src/features/changes/types.ts';
import { redact } from '../../../src/tool/redact.ts';

const server = (host: string, secret: string, more: JsonObject = {}): JsonObject => ({
  host,
  port: 1812,
  secret,
  ...more,
});
const current = {
  radius_config: { auth_servers: [server('10.0.0.1', 'first-secret'), server('10.0.0.2', 'second-secret')] },
};

/** The object as an assistant reads it, its list of servers changed. */
function edited(change: (servers: JsonObject[]) => JsonObject[]): JsonObject {
  const read = JSON.parse(JSON.stringify(redact(current)));
  return { radius_config: { auth_servers: change(read.radius_config.auth_servers) } };
}

const filled = (payload: JsonObject): unknown => fillMasks(payload, current, (value) => redact(value));

describe('masks in a list of servers', () => {
  it('stay with their host where one server is removed', () => {
    expect(filled(edited(([, second = {}]) => [second]))).toEqual({
      radius_config: { auth_servers: [server('10.0.0.2', 'second-secret')] },
    });
  });

  it('stay with their host where servers change places', () => {
    expect(filled(edited((servers) => servers.toReversed()))).toEqual({
      radius_config: { auth_servers: [server('10.0.0.2', 'second-secret'), server('10.0.0.1', 'first-secret')] },
    });
  });

  it('stay with their host where a server moves and its port changes', () => {
    expect(filled(edited(([first = {}, second = {}]) => [{ ...second, port: 1645 }, first]))).toEqual({
      radius_config: {
        auth_servers: [server('10.0.0.2', 'second-secret', { port: 1645 }), server('10.0.0.1', 'first-secret')],
      },
    });
  });

  it('stay where a server is added in front with a secret of its own', () => {
    const added = server('10.0.0.9', 'a-new-secret');
    expect(filled(edited((servers) => [added, ...servers]))).toEqual({
      radius_config: { auth_servers: [added, ...current.radius_config.auth_servers] },
    });
  });

  it('are refused where another host moved into the place of one', () => {
    const moved = edited(([first = {}, second = {}]) => [{ ...second, host: '10.9.9.9' }, first]);
    expect(() => filled(moved)).toThrow(InputError);
  });
});

describe('words that stand for a secret', () => {
  it.each([
    '(secret)',
    '(another secret)',
    '••••••',
    '****',
    '[REDACTED]',
    'hidden',
    'Unchanged',
    '••• masked by mistmcp (psk) •••',
    '<masked>',
  ])('%s is one', (word) => {
    expect(isPlaceholder(word)).toBe(true);
  });

  it.each(['secret', 'hidden-valley-2024', 'unchanged!', 'P4ss****word', '{{psk}}', '***a'])('%s is none', (word) => {
    expect(isPlaceholder(word)).toBe(false);
  });
});
