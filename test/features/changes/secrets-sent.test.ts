import { describe, expect, it } from 'vitest';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import { isSecretAt, isSecretPlace } from '../../../src/features/changes/secret.ts';
import { withoutEcho } from '../../../src/features/changes/strip-secrets.ts';
import type { JsonObject } from '../../../src/features/changes/types.ts';
import { redact } from '../../../src/tool/redact.ts';

describe('the place of a secret', () => {
  it.each([
    [['vars', 'pin'], true],
    [['vars', 'door_pin'], true],
    [['vars', 'spin'], false],
    [['vars', 'spinner'], false],
    [['vars'], false],
    [['vars', 'vlan', 'psk'], true],
    [['vars', 'psk', 'vlan'], false],
    [['req_headers', 'Accept'], true],
    [['auth', 'keys'], true],
    [['keys'], false],
    [['note'], false],
    [[], false],
    [['auth_keys', '12'], true],
    [['auth_keys', '12x'], false],
    [['auth_keys', 'x12'], false],
    [['secrets', 'aabbcc001122'], false],
    [['ospf', 'auth_keys', '1', '2'], true],
    [['vlans', '12'], false],
    [['psk', 'aabbcc001122'], true],
    [['psk', 'aabbcc0011223'], false],
    [['psk', 'xaabbcc001122'], false],
  ])('%j: %s', (names, secret) => {
    expect(isSecretPlace(names)).toBe(secret);
  });

  it.each<[(string | number)[], unknown, boolean]>([
    [['psk'], 12345678, true],
    [['vlan_id'], 12, false],
    [['psk'], true, false],
    [['psk'], null, false],
    [['psk'], '', false],
    [['psk'], ' {{ guest_psk }} ', false],
    [['psk'], 'x{{a}}', true],
    [['auth', 'keys', 0], 'x', true],
    [['list', 0], { secret: 'x' }, true],
    [['list', 0], { secret: '' }, false],
    [['cli', 0], 'set a password b', true],
    [['config_cmd', 'more'], 'set a password b', true],
    [['notes'], 'the password is on the wall', false],
    [['notes'], 'Authorization: Bearer abc', true],
    [['notes'], '-----BEGIN RSA PRIVATE KEY-----', true],
  ])('%j holding %j: %s', (keys, value, secret) => {
    expect(isSecretAt(keys, value)).toBe(secret);
  });
});

describe('an error of a write', () => {
  const error = new MistError('bad_request', 'Bad "hunter2"', 'Try without hunter2.', {
    status: 400,
    detail: 'psk hunter2 hunter2-long refused, 12345678 too; a\\"b"c',
  });
  const without = (body: JsonObject | undefined) => withoutEcho(error, body, redact);

  it('says nothing of the secrets that were sent', () => {
    const clean = without({
      psk: 'hunter2',
      servers: [{ secret: 'hunter2-long' }, { secret: 12345678 }],
      note: 'refused',
    });
    expect(clean).toMatchObject({
      ...{ kind: 'bad_request', what: 'Bad "(secret)"', advice: 'Try without (secret).' },
      more: { status: 400, detail: 'psk (secret) (secret) refused, (secret) too; a\\"b"c' },
    });
  });

  it('keeps its words where no secret was sent', () => {
    for (const body of [undefined, {}, { note: 'hunter2' }, { psk: 'psk' }, { psk: true }])
      expect(without(body)).toMatchObject({ what: error.what, advice: error.advice, more: error.more });
    const bare = withoutEcho(new MistError('server', 'hunter2', 'x', { status: 500 }), { psk: 'hunter2' }, redact);
    expect(bare.what).toBe('(secret)');
    expect(bare.more).toEqual({ status: 500 });
  });

  it('looks for texts that are long enough to be told from words', () => {
    const said = (psk: unknown) => withoutEcho(new MistError('server', 'abcd abc 1234', 'y'), { psk }, redact).what;
    expect([said('abcd'), said('abc'), said(1234), said(123)]).toEqual([
      ...['(secret) abc 1234', 'abcd abc 1234', 'abcd abc (secret)', 'abcd abc 1234'],
    ]);
  });

  it('knows a secret that the cloud repeats as JSON', () => {
    expect(without({ psk: 'a"b' }).more.detail).toContain('a\\"b"c');
    expect(without({ psk: 'a"b"c' }).more.detail).toContain('a\\"b"c');
    const quoted = new MistError('bad_request', 'x', 'y', { detail: 'value "w\\"ord" and w"ord' });
    expect(withoutEcho(quoted, { psk: 'w"ord' }, redact).more.detail).toBe('value "(secret)" and (secret)');
  });
});

describe('an error that ends in the middle of a secret', () => {
  const said = (detail: string, body: JsonObject = { psk: 'hunter2word' }) =>
    withoutEcho(new MistError('bad_request', 'x', 'y', { detail }), body, redact).more.detail;

  it('does not show its beginning', () => {
    expect(said('bad psk hunter2wo…')).toBe('bad psk (secret)…');
    expect(said('bad psk hunt…')).toBe('bad psk (secret)…');
    expect(said('hunter2wor…')).toBe('(secret)…');
    expect(said('bad psk hun…')).toBe('bad psk hun…');
    expect(said('bad psk hunter2wo')).toBe('bad psk hunter2wo');
    expect(said('bad psk hunter2wo, too long…')).toBe('bad psk hunter2wo, too long…');
    expect(said('…')).toBe('…');
  });

  it('does not show what answers would mask, under whatever name', () => {
    const cmds = { additional_config_cmds: ['set a', 'set system password wonderful'] };
    expect(said('line "set system password wonderful" refused', cmds)).not.toContain('wonderful');
    expect(said('line "set a" refused', cmds)).toBe('line "set a" refused');
  });
});
