import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const places = [
  process.env.MIST_OPENAPI_SPEC,
  '../../mist_openapi/mist.openapi.json',
  '../../../shared/mist_openapi/mist.openapi.json',
]
  .filter((place) => place !== undefined && place !== '')
  .map((place) => (place?.startsWith('.') ? fileURLToPath(new URL(place, import.meta.url)) : place));

/** Path of the Mist specification where it is at hand; tests that need it are skipped by name elsewhere. */
export const specPath: string | undefined = places.find((place) => place !== undefined && existsSync(place));
