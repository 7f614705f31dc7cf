/** How a check came out. `skipped` says that something before it must be right first. */
export type Status = 'ok' | 'warning' | 'failed' | 'skipped';

/** One thing that the doctor looked at. Never with a secret in it. */
export interface Check {
  readonly name: string;
  readonly status: Status;
  /** What is there. */
  readonly found: string;
  /** What to do, where something is wrong. */
  readonly remedy?: string;
}

export const ok = (name: string, found: string): Check => ({ name, status: 'ok', found });

export const warning = (name: string, found: string, remedy: string): Check => ({
  ...{ name, status: 'warning', found, remedy },
});

export const failed = (name: string, found: string, remedy: string): Check => ({
  ...{ name, status: 'failed', found, remedy },
});

export const skipped = (name: string, found: string): Check => ({ name, status: 'skipped', found });
