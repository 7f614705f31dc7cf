import type { Client } from './client.ts';

/** A sentence on what an application does with questions. */
export const SHOWS_QUESTION =
  'It shows such questions (MCP elicitation), so changes can be confirmed once `--enable-write-tools` is on.';
/** A sentence on what follows where it does not show them. */
export const NO_QUESTION =
  'It is not known to show such questions (MCP elicitation). The tools that change things are then not offered, or refuse, even with `--enable-write-tools`.';

/** How the token gets in where nothing is filled in. */
export const passesNothing = (title: string): string =>
  `${title} is not known to hand on your variables or to fill in placeholders. Put the line \`MIST_APITOKEN=…\` into a file that only you can read, and name it with \`-e FILE\`; or let \`--with-token\` write the token into the configuration.`;

/** How the token gets in where a variable is referred to that a desktop must know. */
export const fromTheDesktop = (title: string): string =>
  `Set \`MIST_APITOKEN\` where ${title} is started from; the entry only refers to the variable. Started from the desktop, ${title} sees the variables of your login, not those of a terminal: \`-e FILE\` does not depend on that.`;

/** The same path under the home folder on every system. */
export const everywhere = (path: string): Client['user'] => ({
  mac: path,
  windows: path.replaceAll('/', '\\'),
  linux: path,
});

/** A placeholder as most applications write it. */
export const braced = (inside: string): string => `\${${inside}}`;
