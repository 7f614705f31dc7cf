import type { Config } from './config/config.ts';
import type { ChoiceInputs } from './server-setup.ts';
import type { Tool } from './tool/define.ts';
import { hintsOf, isWriteTool } from './tool/effect.ts';
import { advertisedSchema, type InputSchema, type PropertySchema } from './tool/input-schema.ts';
import { allTools, tools } from './tools/index.ts';

/** What the SDK wants to know of a tool. */
interface Registration {
  readonly schema: ReturnType<typeof standardSchema>;
  readonly hints: ReturnType<typeof hintsOf>;
}

/** Servers are made for every tenant and request, and tools are the same for all of them. */
const registrations = new WeakMap<Tool, Registration>();

/** The further input of callers who have several profiles; the instructions describe it once. */
const PROFILE_INPUT: PropertySchema = { type: 'string' };

/** What tells a profile in a tool's inputs: `profile` names it, unless the tool means something else by that. */
export const choiceInputs = ({ inputs, resumes }: Pick<Tool, 'inputs' | 'resumes'>): ChoiceInputs => ({
  input: 'profile' in inputs ? 'mist_profile' : 'profile',
  takesOrg: 'org_id' in inputs,
  takesNext: resumes === 'next',
});

/** The input by which callers with several profiles name one, where the tool is about one. */
export const profileInputOf = (tool: Tool): string | undefined =>
  tool.local || tool.across ? undefined : choiceInputs(tool).input;

/**
 * A tool's registration, made when it is first asked for.
 *
 * @param several whether the caller has several profiles to choose between
 */
export function registrationOf(tool: Tool, several = false): Registration {
  const input = several ? profileInputOf(tool) : undefined;
  if (input !== undefined) return { schema: standardSchema(tool, { [input]: PROFILE_INPUT }), hints: hintsOf(tool) };
  const registration = registrations.get(tool) ?? { schema: standardSchema(tool), hints: hintsOf(tool) };
  registrations.set(tool, registration);
  return registration;
}

/** Tools that lack something of what they are made of, where another layer than the program's own is served. */
export const incompleteTools = (): readonly Tool[] => tools.filter(({ missing = [] }) => missing.length > 0);

/**
 * Tools that the operator's policy enables, in the order of the README.
 *
 * @param across whether there is an MSP, or several profiles, for the tools that are about those
 */
export function enabledTools(
  { writeTools, tools: names }: Pick<Config, 'writeTools' | 'tools'>,
  across = false,
): readonly Tool[] {
  const all = across ? allTools : tools;
  return all.filter(
    (tool) => !tool.unserved && (writeTools || !isWriteTool(tool)) && (names?.includes(tool.name) ?? true),
  );
}

/**
 * Advertised as it stands; reading the inputs is the pipeline's task, whose sentences name what is right. The SDK would
 * answer with its own words before a tool could.
 */
const standardSchema = (tool: Tool, more: Readonly<Record<string, PropertySchema>> = {}) => ({
  '~standard': {
    version: 1 as const,
    vendor: 'mistmcp',
    validate: (value: unknown) => ({ value }),
    jsonSchema: { input: () => withProperties(advertisedSchema(tool.inputs), more), output: () => ({}) },
  },
});

const withProperties = (schema: InputSchema, more: Readonly<Record<string, PropertySchema>>): InputSchema =>
  Object.keys(more).length === 0 ? schema : { ...schema, properties: { ...schema.properties, ...more } };
