import { describe, expect, it } from 'vitest';
import { changeTool } from '../../src/features/changes/change-tool.ts';
import type { Route } from '../../src/mist/spec/routes.ts';
import { findCuratedTool } from '../../src/tool/curated-tool.ts';
import { defineTool, defineWorkflow } from '../../src/tool/define.ts';
import { hintsOf, isWriteTool, toolEffect } from '../../src/tool/effect.ts';
import { org_id } from '../../src/tool/inputs.ts';

const LIST: Route = 'GET /api/v1/orgs/{org_id}/sites';
const UPDATE: Route = 'PUT /api/v1/sites/{site_id}';
const DELETE: Route = 'DELETE /api/v1/orgs/{org_id}/wlans/{wlan_id}';
const words = { name: 'mist_test', title: 'T', description: 'D.', input: { org_id } } as const;

const tool = (routes: readonly Route[], more: { local?: true; mixed?: true; anyRoute?: () => boolean } = {}) =>
  defineWorkflow({ ...words, ...more, routes, handler: async () => ({}) });

describe('what a tool can do', () => {
  it('is the strongest effect of its routes', () => {
    expect(toolEffect(tool([]))).toBe('read');
    expect(toolEffect(tool([LIST]))).toBe('read');
    expect(toolEffect(tool([LIST, UPDATE, LIST]))).toBe('write');
    expect(toolEffect(tool([], { anyRoute: () => true }))).toBe('disruptive');
  });

  it('decides whether it is a write tool', () => {
    expect(isWriteTool(tool([LIST]))).toBe(false);
    expect(isWriteTool(tool([LIST, UPDATE]))).toBe(true);
    expect(isWriteTool(tool([LIST, UPDATE], { mixed: true }))).toBe(false);
    expect(isWriteTool(tool([], { anyRoute: () => true }))).toBe(true);
  });

  it('is told to applications', () => {
    expect(hintsOf(tool([LIST]))).toEqual({ readOnlyHint: true });
    expect(hintsOf(tool([], { local: true }))).toEqual({ readOnlyHint: true, openWorldHint: false });
    expect(hintsOf(tool([UPDATE]))).toEqual({ readOnlyHint: false, destructiveHint: false, idempotentHint: false });
    expect(hintsOf(tool([LIST, DELETE]))).toMatchObject({ readOnlyHint: false, destructiveHint: true });
    expect(hintsOf(tool([], { anyRoute: () => true }))).toMatchObject({ readOnlyHint: false, destructiveHint: true });
  });
});

describe('the tool that knows better than a bare route', () => {
  const chosen = defineTool({
    ...words,
    select: { name: 'kind', description: 'Which' },
    operations: (op) => ({ sites: op(LIST), logs: op('GET /api/v1/orgs/{org_id}/logs') }),
  });
  const single = defineTool({
    ...{ ...words, name: 'mist_single' },
    operations: (op) => ({ only: op('GET /api/v1/orgs/{org_id}/stats') }),
  });
  const writer = changeTool({ name: 'mist_write', title: 'T', description: 'D.', actions: ['create', 'update'] });
  const tools = [chosen, single, writer];

  it.each<[Route, boolean, string | undefined]>([
    [LIST, false, 'mist_test kind=sites'],
    ['GET /api/v1/orgs/{org_id}/logs', true, 'mist_test kind=logs'],
    ['GET /api/v1/orgs/{org_id}/stats', false, 'mist_single'],
    ['GET /api/v1/self', true, undefined],
    ['POST /api/v1/orgs/{org_id}/wlans', false, undefined],
    ['POST /api/v1/orgs/{org_id}/wlans', true, 'mist_write object_type=org_wlans'],
    ['PUT /api/v1/sites/{site_id}/wlans/{wlan_id}', true, 'mist_write object_type=site_wlans'],
    ['GET /api/v1/orgs/{org_id}/wlans', true, undefined],
  ])('for %s with write tools %s is %s', (route, writes, better) => {
    const enabled = tools.filter((tool) => writes || !isWriteTool(tool));
    expect(findCuratedTool(enabled, route)).toBe(better);
  });
});

describe('a tool that changes configuration', () => {
  const inputs = (actions: readonly ['update', ...('create' | 'delete')[]]) =>
    Object.keys(changeTool({ name: 'mist_x', title: 'T', description: 'D.', actions }).inputs);

  it('can be forced only where it deletes', () => {
    expect(inputs(['update', 'create'])).not.toContain('force');
    expect(inputs(['update', 'delete'])).toContain('force');
    expect(inputs(['update'])).toEqual(expect.arrayContaining(['action_type', 'payload', 'dry_run', 'mode']));
  });
});
