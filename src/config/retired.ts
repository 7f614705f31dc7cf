/** Why a flag or variable of the Python server is none here, and what there is in its place. */
const REASONS = {
  mode: 'all tools are there from the start, and --tools narrows them',
  categories: '--tools names the groups to offer',
  stateless: 'nothing has to be set for clients to go on after a restart',
} as const;

const FLAGS: Readonly<Record<string, keyof typeof REASONS>> = {
  mode: 'mode',
  m: 'mode',
  categories: 'categories',
  c: 'categories',
  stateless: 'stateless',
};

const VARIABLES: Readonly<Record<string, keyof typeof REASONS>> = {
  MISTMCP_TOOL_LOADING_MODE: 'mode',
  MISTMCP_TOOL_CATEGORIES: 'categories',
  MISTMCP_STATELESS: 'stateless',
};

function sentence(kind: string, written: string, key: keyof typeof REASONS | undefined): string | undefined {
  return key && `${kind} ${written} is of the Python server; here ${REASONS[key]}. Leave it out.`;
}

/**
 * What to tell somebody who brings a flag along from the Python server.
 *
 * @param name without dashes
 * @param written as to show it
 * @returns undefined for a flag that it never had, or that is here too
 */
export const retiredFlag = (name: string, written: string): string | undefined =>
  sentence('Flag', written, Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined);

/** The same for a variable. */
export const retiredVariable = (name: string, written: string): string | undefined =>
  sentence('Variable', written, Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined);
