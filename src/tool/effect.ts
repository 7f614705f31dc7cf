import { isRecord } from '../core/json.ts';
import { type Effect, effectOf } from '../mist/spec/operations.ts';
import type { Route } from '../mist/spec/routes.ts';
import type { ToolDescription } from './description.ts';

const STRENGTH: readonly Effect[] = ['read', 'diagnostic', 'write', 'disruptive'];

/** The strongest effect among routes: what a tool that may ask any of them can do. */
function strongestEffect(routes: readonly Route[]): Effect {
  const ranks = routes.map((route) => STRENGTH.indexOf(effectOf(route)));
  return STRENGTH[Math.max(0, ...ranks)] ?? 'read';
}

/** The strongest effect that a tool can have. */
export const toolEffect = ({ routes, anyRoute }: Pick<ToolDescription, 'routes' | 'anyRoute'>): Effect =>
  anyRoute ? 'disruptive' : strongestEffect(routes);

/** Hints that applications show or act on, as MCP names them. */
export interface Hints {
  readonly readOnlyHint: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
}

/**
 * A tool's hints, from the effects of its routes. What MCP takes for granted is left out: a tool that only reads is
 * neither destructive nor to be repeated with care.
 */
export function hintsOf(tool: ToolDescription): Hints {
  const effect = toolEffect(tool);
  if (effect === 'read') return { readOnlyHint: true, ...(tool.local ? { openWorldHint: false } : {}) };
  const destructive = effect === 'disruptive' || tool.routes.some((route) => route.startsWith('DELETE '));
  return { readOnlyHint: false, destructiveHint: destructive, idempotentHint: false };
}

/** Whether a tool changes something whenever it is called. */
export function isWriteTool(tool: ToolDescription): boolean {
  const effect = toolEffect(tool);
  return !tool.mixed && (effect === 'write' || effect === 'disruptive');
}

/** Whether a call changes something, as far as its inputs tell before they are read. */
export const wouldChange = (tool: ToolDescription, inputs: unknown): boolean =>
  (tool.mixed === true || isWriteTool(tool)) && !(isRecord(inputs) && tool.onlyReads?.(inputs) === true);
