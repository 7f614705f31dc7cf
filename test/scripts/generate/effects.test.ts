import { describe, expect, it } from 'vitest';
import { effectsOf, mistEffects } from '../../../scripts/generate/effects.ts';
import { operation, operationTable } from '../../../src/mist/spec/operations.ts';

describe('effectsOf', () => {
  it('goes by the list, and without it a GET reads and everything else is a write that is named as not reviewed', () => {
    const effects = effectsOf(['GET /a', 'GET /b', 'POST /c', 'DELETE /d', 'PUT /e'], {
      read: ['POST /c'],
      disruptive: ['GET /b', 'DELETE /d'],
    });
    expect(['GET /a', 'GET /b', 'POST /c', 'DELETE /d', 'PUT /e'].map(effects.of)).toEqual([
      'read',
      'disruptive',
      'read',
      'disruptive',
      'write',
    ]);
    expect(effects.unreviewed).toEqual(['PUT /e']);
  });

  it('names a reviewed operation that is gone, and refuses one listed twice', () => {
    expect(effectsOf(['GET /a'], { write: ['GET /a', 'GET /gone'] }).gone).toEqual(['GET /gone']);
    expect(() => effectsOf(['GET /a'], { write: ['GET /a'], read: ['GET /a'] })).toThrow('twice: GET /a');
  });
});

describe('effects of the Mist API', () => {
  const routes = Object.entries(operationTable().operations);

  it('are those of the reviewed list in the committed table', () => {
    const expected = effectsOf(
      routes.map(([route]) => route),
      mistEffects(),
    );
    for (const [route, { effect }] of routes) expect(`${route} ${effect}`).toBe(`${route} ${expected.of(route)}`);
    expect(expected.gone).toEqual([]);
    expect(expected.unreviewed).toEqual([]);
  });

  it('call reading only what creates, ends, records, sends out, uploads and guesses nothing', () => {
    const reads = routes.filter(([route, { effect }]) => !/^GET /.test(route) && /^(read|diagnostic)$/.test(effect));
    const device = 'POST /api/v1/sites/{site_id}/devices/{device_id}/';
    const commands = reads.map(([route]) => route.replace(device, '')).filter((name) => !name.startsWith('show_'));
    expect(commands.sort()).toEqual([
      ...['arp', 'monitor_traffic', 'ping', 'resolve_dns', 'run_top', 'service_ping', 'traceroute'],
    ]);
  });

  it('never let a deletion or replacement pass for reading', () => {
    const harmless = routes.filter(
      ([route, { effect }]) => /^(PUT|DELETE) /.test(route) && effect !== 'write' && effect !== 'disruptive',
    );
    expect(harmless).toEqual([]);
  });

  it('know what device commands do', () => {
    const effectOf = (command: 'ping' | 'show_route' | 'bounce_port' | 'restart' | 'cable_test' | 'locate'): string =>
      operation(`POST /api/v1/sites/{site_id}/devices/{device_id}/${command}`).effect;
    expect(effectOf('ping')).toBe('diagnostic');
    expect(effectOf('show_route')).toBe('diagnostic');
    expect(effectOf('bounce_port')).toBe('disruptive');
    expect(effectOf('restart')).toBe('disruptive');
    expect(effectOf('cable_test')).toBe('disruptive');
    expect(effectOf('locate')).toBe('write');
    expect(operation('GET /api/v1/installer/sites/{site_name}/optimize').effect).toBe('disruptive');
  });
});
