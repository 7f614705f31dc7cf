import { describe, expect, it } from 'vitest';
import { isSecretName } from '../../../src/mist/spec/secret-names.ts';
import { layerOfThing, ref } from './small.ts';

describe('isSecretName', () => {
  it.each([
    'psk',
    'mesh_psk',
    'passphrase',
    'old_passphrase',
    'password',
    'root_password',
    'secret',
    'client_secret',
    'token',
    'api_key',
    'apikey',
    'org_apitoken',
    'auth_key',
    'auth_keys',
    'ldap_client_key',
    'partner_key',
    'account_key',
    'private_key',
    'keywrap_kek',
    'keywrap_mack',
    'community_name',
    'two_factor',
  ])('knows %s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'psk_name',
    'psk_id',
    'pskportal_id',
    'key_id',
    'key_idx',
    'sitekey',
    'community',
    'ssh_keys',
    'passphrase_rules',
    'dynamic_psk',
    'key',
    'keys',
    'name',
    'oauth2_token_url',
    '',
  ])('leaves %j alone', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  it('goes by the owner where the name alone does not tell', () => {
    expect(isSecretName('key', 'user_apitoken')).toBe(true);
    expect(isSecretName('key', 'org_setting_device_cert')).toBe(true);
    expect(isSecretName('key', 'const_event')).toBe(false);
    expect(isSecretName('keys', 'wlan_auth')).toBe(true);
    expect(isSecretName('keys', 'psk')).toBe(false);
  });
});

describe('secret marks', () => {
  it('stand on scalars, lists and maps, never on switches and objects', () => {
    const { thing } = layerOfThing(
      {
        type: 'object',
        properties: {
          password: { type: 'string' },
          psk: { type: ['string', 'null'] },
          secret: ref('text'),
          auth_keys: { type: 'object', additionalProperties: { type: 'string' } },
          token: { oneOf: [{ type: 'string' }, { type: 'boolean' }] },
          pin: { type: 'string', format: 'password' },
          two_factor: { type: 'boolean' },
          private_key: { type: 'object', properties: { size: { type: 'integer' } } },
          name: { type: 'string' },
        },
      },
      { text: { type: 'string' } },
    ).schemas.$defs;
    const marked = ['password', 'psk', 'secret', 'auth_keys', 'token', 'pin'];
    for (const name of marked) expect(thing).toHaveProperty(`properties.${name}.secret`, true);
    for (const name of ['two_factor', 'private_key', 'name'])
      expect(thing).not.toHaveProperty(`properties.${name}.secret`);
  });
});
