import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { readGenerated } from '../../src/mist/spec/layer-files.ts';

interface Document {
  $defs: Record<string, unknown>;
}

const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && '$defs' in value && typeof value.$defs === 'object';

function definitions(): Record<string, unknown> {
  const files = (['schemas.json', 'responses.json'] as const).map(readGenerated).filter(isDocument);
  return Object.assign({}, ...files.map((file) => file.$defs));
}

let ajv: Ajv2020 | undefined;
const compiled = new Map<string, ValidateFunction>();

/** What does not fit the response schema of that name, one line a mistake. */
export function mistakes(name: string, body: unknown): string[] {
  if (!ajv) {
    ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default(ajv);
    ajv.addSchema({ $id: 'mist', $defs: definitions() });
  }
  let validate = compiled.get(name);
  if (!validate) {
    validate = ajv.compile({ $ref: `mist#/$defs/${name}` });
    compiled.set(name, validate);
  }
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}
