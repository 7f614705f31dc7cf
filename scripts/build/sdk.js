// What of the protocol's SDK no server here uses stays out of the program, or of its start. The SDK makes a schema for
// everything that the protocol names when it is loaded, and a validator of JSON Schema that only forms need.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Modules of constants, nearly all of them schemas. */
const SCHEMAS = /@modelcontextprotocol[\\/]core[\\/]dist[\\/](?:schemas|auth)-[\w-]+\.mjs$/;

/** The module with the list of all schemas by name, for programs that check values of the protocol by themselves. */
const LISTING = /@modelcontextprotocol[\\/]server[\\/]dist[\\/]src-[\w-]+\.mjs$/;

/** A constant at the top level that a call makes, to the end of its statement: what is inside is indented. */
const MADE = /^const (\w+) = (?=[\w.]+\()([^\n]*(?:\n(?:\t[^\n]*|[\]})][^\n;]*))*[^;\n]*);$/gm;

/** Makes of each constant one that the bundler may leave out, where nobody reads it. */
const optional = (text) => text.replace(MADE, 'const $1 = /* @__PURE__ */ (() => $2)();');

/** Statements that put every schema on the list, as the SDK has them; the list is empty without them. */
const LISTED = [
  'for (const key of SPEC_SCHEMA_KEYS) register(key, schemas_exports[key]);',
  'for (const [key, schema] of Object.entries(authSchemas)) register(key, schema);',
];

/** @throws Error when the SDK has another form than what is known here */
function withoutListing(text) {
  let rest = text;
  for (const statement of LISTED) {
    if (!rest.includes(`\n${statement}\n`)) throw new Error(`The SDK no longer has: ${statement}`);
    rest = rest.replace(`\n${statement}\n`, '\n');
  }
  return rest;
}

/** What stands between the SDK and the system it runs on: `process`, and the validator. */
const SHIMS = '@modelcontextprotocol/server/_shims';

/** The validator of the answers to forms, which the first form loads. */
export const VALIDATOR = '@modelcontextprotocol/server/validators/ajv';

/** The same for the SDK's users, who make a validator for every server and hardly ever use one. */
const LATE_VALIDATOR = `
export { default as process } from 'node:process';
export class DefaultJsonSchemaValidator {
  getValidator(schema) {
    const { AjvJsonSchemaValidator } = require('${VALIDATOR}');
    this.validator ??= new AjvJsonSchemaValidator();
    return this.validator.getValidator(schema);
  }
}
`;

/** Loads the validator of forms with the first form; its package is a file of its own. */
export const withLateValidator = {
  name: 'with-late-validator',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${SHIMS}$`) }, () => ({ path: SHIMS, namespace: 'sdk' }));
    build.onLoad({ filter: /.*/, namespace: 'sdk' }, () => ({ contents: LATE_VALIDATOR, resolveDir: root }));
  },
};

/** Leaves schemas out that nothing reads. The program must not import `specTypeSchemas` or `isSpecType` of the SDK. */
export const withoutUnusedSchemas = {
  name: 'without-unused-schemas',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, ({ path }) => ({ contents: optional(readFileSync(path, 'utf8')) }));
    build.onLoad({ filter: LISTING }, ({ path }) => ({ contents: withoutListing(readFileSync(path, 'utf8')) }));
  },
};
