import type { JsonObject } from '../core/json.ts';

/** The name under which every client lists this server. */
export const SERVER_NAME = 'mistmcp';

/** The variable that holds the Mist API token. */
export const TOKEN_VARIABLE = 'MIST_APITOKEN';

/** The variable that names the Mist cloud. */
export const CLOUD_VARIABLE = 'MIST_HOST';

/** The id of the question for the token, in clients that ask. */
export const TOKEN_INPUT = 'mist_apitoken';

/** Operating systems that keep configurations in different places. */
export const systems = ['mac', 'windows', 'linux'] as const;
export type System = (typeof systems)[number];

/** For the person in every folder, or for one project folder. */
export const scopes = ['user', 'project'] as const;
export type Scope = (typeof scopes)[number];

/** One application that starts MCP servers: where its configuration is and what an entry in it looks like. */
export interface Client {
  readonly id: string;
  readonly title: string;
  /** Other words people use for it, in small letters. */
  readonly aliases?: readonly string[];
  /** How the file is written; `jsonc` means that the application itself accepts comments. */
  readonly format: 'json' | 'jsonc' | 'toml' | 'yaml';
  /** The person's own file; `~` is the home folder. */
  readonly user: Readonly<Record<System, string>>;
  /** The person's own file on Windows where the application was installed as a package, which has folders of its own. */
  readonly packaged?: string;
  /** A variable that moves the folder of the person's own file. */
  readonly moved?: { readonly variable: string; readonly file: string };
  /** The file inside a project folder, where the application reads one. */
  readonly project?: string;
  /** The member of the file that holds the servers. */
  readonly key: string;
  /** The servers are a list of entries that carry their name, instead of an object by name. */
  readonly list?: true;
  /** What the file must hold besides, where there is none yet. */
  readonly frame?: JsonObject;
  /** What the application calls members of an entry that others call by the first name. */
  readonly renames?: Readonly<Record<string, string>>;
  /** The member in which it wants the headers of an HTTP address. */
  readonly headersIn?: string;
  /** How an entry names its transport in `type`, where it does. */
  readonly types?: { readonly stdio: string; readonly http?: string };
  /** Members that every entry has besides those that say what to start. */
  readonly members?: JsonObject;
  /** An entry's `command` is the program with its arguments, and its variables stand in `environment`. */
  readonly commandList?: true;
  /** It is not started from a terminal, so that it finds programs by their whole path only. */
  readonly graphical?: true;
  /** Whether it shows the questions of a server: MCP elicitation. */
  readonly asks: boolean;
  /** The member that holds an HTTP address; without one the application only starts programs. */
  readonly url?: string;
  /** What stands for the token in the file; absent where the application fills in nothing. */
  readonly reference?: string;
  /** The application hands variables on by name, instead of knowing placeholders. */
  readonly forwards?: true;
  /** What stands for such a variable in the headers of an HTTP address, where the application fills it in there. */
  readonly headerReference?: string;
  /** The application asks for what `inputs` lists and keeps the answers. */
  readonly asksForInputs?: true;
  /** On Windows it starts programs without a shell, so npx needs one. */
  readonly needsShell?: true;
  /** What to know before anything else: whole sentences. */
  readonly note?: string;
  /** How the token gets in without being written into the file: whole sentences. */
  readonly token: string;
  /** Version of the real program that was seen working, and with what; absent where nobody has looked yet. */
  readonly seen?: string;
  /** How to see that it works: whole sentences. */
  readonly check: string;
  /** Whether it can ask the person before a change: whole sentences. */
  readonly confirms: string;
}
