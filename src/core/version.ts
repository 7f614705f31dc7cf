import manifest from '../../package.json' with { type: 'json' };

/** The package's version. The bundle has it built in; run from source it is read from package.json. */
export const version: string = manifest.version;

/** The oldest release of Node that the package runs on. */
export const oldestNode: string = manifest.engines.node.replace(/^\D+/, '');
