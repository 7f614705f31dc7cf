import type { Scope } from '../clients/client.ts';
import type { SetupFlags } from '../clients/setup-options.ts';

/** The flags that `setup` and `remove` share. */
export interface FileFlags {
  readonly scope?: Scope;
  readonly config?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** The flags that one application is set up with. */
export type ApplicationFlags = FileFlags &
  SetupFlags & {
    /** Whether the cloud is asked about the token; yes unless told. */
    readonly check?: boolean;
  };
