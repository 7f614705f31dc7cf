import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { CORE_TOOLS, TOOL_GROUPS } from '../../src/config/tools-setting.ts';
import { enabledTools } from '../../src/server.ts';
import { allTools, tools } from '../../src/tools/index.ts';
import { openStage } from '../harness/stage.ts';

function offered(argv: readonly string[], env: NodeJS.ProcessEnv = {}): string[] {
  const loaded = loadConfig([...argv, '--enable-write-tools'], env, '/nonexistent');
  if (loaded.kind !== 'run') throw new Error('nothing to run');
  return enabledTools(loaded.config).map(({ name }) => name);
}

const all = tools.map(({ name }) => name);

describe('--tools', () => {
  it('has every tool in exactly one group', () => {
    const grouped = Object.values(TOOL_GROUPS).flat();
    expect([...grouped].sort()).toEqual(allTools.map(({ name }) => name).sort());
  });

  it('offers all unless told', () => {
    expect(offered([])).toEqual(all);
    expect(offered(['--tools', 'all'])).toEqual(all);
    expect(offered([], { MISTMCP_TOOLS: ' ' })).toEqual(all);
  });

  it('offers groups and names, with what continues lists', () => {
    const wanted: readonly string[] = ['mist_get_self', ...TOOL_GROUPS.events, ...TOOL_GROUPS.lists];
    expect(wanted).toContain('mist_search_alarms');
    expect(offered(['--tools', 'events,mist_get_self'])).toEqual(all.filter((name) => wanted.includes(name)));
    expect(offered([], { MISTMCP_TOOLS: 'Events, -mist_query_result' })).not.toContain('mist_query_result');
  });

  it('offers a small list by the name core, which may be added to and taken from', () => {
    expect(offered(['--tools', 'core'])).toEqual(all.filter((name) => CORE_TOOLS.includes(name)));
    const more = offered(['--tools', 'core,insights,-mist_get_stats']);
    expect(more).toContain('mist_find');
    expect(more).toContain('mist_get_site_sle');
    expect(more).not.toContain('mist_get_stats');
  });

  it.each([
    [['--tools', '-mist_utilities']],
    [['--tools=-mist_utilities']],
    [['--tools', 'all', '--tools', '-mist_utilities']],
  ])('takes away with %j', (argv) => {
    expect(offered(argv)).toEqual(all.filter((name) => name !== 'mist_utilities'));
  });

  it.each([
    ['mist_serach_events', 'Did you mean mist_search_events?'],
    ['device', 'Did you mean devices?'],
    ['-mist_utilitys', 'Did you mean mist_utilities?'],
    ['zzzz', 'Groups: core, account, configuration'],
    ['-all', 'leaves no tool'],
  ])('%s stops the start', (text, words) => {
    expect(() => offered([`--tools=${text}`])).toThrow(words);
  });

  it('reaches the client, and what is not offered is not there', async () => {
    const stage = await openStage({ args: ['--tools', 'account,-mist_query_result', '--max-response-tokens', '1000'] });
    const names = (await stage.client.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual(
      [...TOOL_GROUPS.account, 'mist_get_next_page'].sort((a, b) => all.indexOf(a) - all.indexOf(b)),
    );
    const cut = await stage.call('mist_search_audit_logs', { scope: 'org', start: '-30d', limit: 1000, fields: ['*'] });
    expect(cut.data.has_more).toBe(true);
    expect(cut.data.handle).toBeUndefined();
    const walk = await stage.call('mist_search_audit_logs', { scope: 'org', all_pages: true });
    expect(walk.text).toContain('needs mist_query_result');
    await expect(stage.client.callTool({ name: 'mist_search_device', arguments: {} })).rejects.toThrow();
    await stage.close();
  });
});
