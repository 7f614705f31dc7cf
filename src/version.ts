import manifest from '../package.json' with { type: 'json' };

/** The package's version. The bundle has it built in; run from source it is read from package.json. */
export const version: string = manifest.version;
