/** What every setting has: where it can be given and how the help describes it. */
interface Base {
  /** Long flag without dashes. */
  flag?: string;
  /** One letter. */
  short?: string;
  /** Further spellings of the flag. */
  aliases?: readonly string[];
  /** Environment variable, also looked for in the file that `--env-file` names. */
  variable?: string;
  /** Why there is a flag and deliberately no variable; the end of a sentence. */
  flagOnly?: string;
  help: string;
}

/** A free text. */
export interface TextSetting extends Base {
  kind: 'text';
  /** What stands for the value in the help. */
  placeholder: string;
  default?: string;
}

/** A whole number within bounds, both included. */
export interface IntegerSetting extends Base {
  kind: 'integer';
  placeholder: string;
  min: number;
  max: number;
  default: number;
}

/** On or off; off unless given. */
export interface SwitchSetting extends Base {
  kind: 'switch';
}

/** One of a few words. */
export interface ChoiceSetting<T extends string = string> extends Base {
  kind: 'choice';
  choices: readonly T[];
  default: T;
}

/** Texts separated by commas; the flag may be repeated. */
export interface ListSetting extends Base {
  kind: 'list';
  placeholder: string;
  default?: string;
}

export type Setting = TextSetting | IntegerSetting | SwitchSetting | ChoiceSetting | ListSetting;
