// What the bundle leaves out of its packages, or puts off, so that a client is answered sooner. The source runs without.
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const VALIDATOR = `
import process from 'node:process';
export { process };
export class DefaultJsonSchemaValidator {
  #real;
  getValidator(schema) {
    this.#real ??= new (require('form:@modelcontextprotocol/server/validators/ajv').AjvJsonSchemaValidator)();
    return this.#real.getValidator(schema);
  }
}`;

/** Where the virtual modules below live. */
const LEAN = 'lean';

export const lean = {
  name: LEAN,
  setup(build) {
    // zod knows fifty languages, and the server says nothing in zod's words.
    build.onResolve({ filter: /locales\/index\.js$/ }, ({ importer }) =>
      /[\\/]zod[\\/]/.test(importer) ? { path: 'locales', namespace: LEAN, sideEffects: false } : undefined,
    );
    build.onLoad({ filter: /^locales$/, namespace: LEAN }, () => ({
      contents: `export { default as en } from ${JSON.stringify(`${ROOT}node_modules/zod/v4/locales/en.js`)};`,
      resolveDir: ROOT,
    }));
    // The SDK makes a JSON Schema validator with every server, and asks it only about filled-in forms.
    build.onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, () => ({
      path: 'validator',
      namespace: LEAN,
      sideEffects: false,
    }));
    build.onResolve({ filter: /^form:/ }, ({ path }) => ({ path, external: true }));
    build.onLoad({ filter: /^validator$/, namespace: LEAN }, () => ({ contents: VALIDATOR, resolveDir: ROOT }));
  },
};
