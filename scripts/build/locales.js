// zod brings its messages in fifty languages, and the server says nothing in zod's words: the bundle has English alone.
import { fileURLToPath } from 'node:url';

const ENGLISH = fileURLToPath(new URL('../../node_modules/zod/v4/locales/en.js', import.meta.url));

export const withoutLocales = {
  name: 'without-locales',
  setup(build) {
    build.onResolve({ filter: /locales\/index\.js$/ }, ({ importer }) =>
      /[\\/]zod[\\/]/.test(importer) ? { path: 'locales', namespace: 'zod', sideEffects: false } : undefined,
    );
    build.onLoad({ filter: /^locales$/, namespace: 'zod' }, () => ({
      contents: `export { default as en } from ${JSON.stringify(ENGLISH)};`,
      resolveDir: '/',
    }));
  },
};
