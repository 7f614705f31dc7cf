import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  digestOf,
  documentsAtHand,
  layerDocument,
  sourceText,
  submoduleDiffers,
} from '../../../scripts/generate/layer-source.ts';
import { scratch } from './small.ts';

function write(path: string, text: string): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** A project whose layer was made from a document of a text, with nothing else at hand. */
function project(text: string): string {
  const root = join(scratch(), 'project');
  const made = write(join(scratch(), 'made-from.json'), text);
  write(join(root, 'generated/source.json'), sourceText(made, '2.0.0'));
  return root;
}

describe('layerDocument', () => {
  it('finds the document of the layer in any folder beside the project, whatever its name', () => {
    const root = project('the release');
    write(join(root, '../shared/mist_openapi/mist.openapi.json'), 'another');
    expect(layerDocument(root, {})).toBeUndefined();
    const path = write(join(root, '../shared/mist_openapi/2.0.0/deep/spec.json'), 'the release');
    expect(layerDocument(root, {})).toBe(path);
  });

  it('passes over a named document and a submodule that hold another release', () => {
    const root = project('the release');
    const named = write(join(scratch(), 'named.json'), 'another');
    write(join(root, 'mist_openapi/mist.openapi.json'), 'a third');
    const path = write(join(root, '../shared/mist_openapi/a.json'), 'the release');
    expect(layerDocument(root, { MIST_OPENAPI_SPEC: named })).toBe(path);
    expect(documentsAtHand(root, { MIST_OPENAPI_SPEC: named })).toContain(named);
    writeFileSync(named, 'the release');
    expect(layerDocument(root, { MIST_OPENAPI_SPEC: named })).toBe(named);
  });

  it('finds nothing where nothing is, or where the layer does not say what it was made from', () => {
    expect(layerDocument(project('the release'), { MIST_OPENAPI_SPEC: '/nowhere.json' })).toBeUndefined();
    const root = join(scratch(), 'project');
    write(join(root, 'mist_openapi/mist.openapi.json'), 'the release');
    expect(layerDocument(root, {})).toBeUndefined();
  });
});

it('tells a submodule that moved on without the layer', () => {
  const root = project('the release');
  expect(submoduleDiffers(root)).toBe(false);
  const path = write(join(root, 'mist_openapi/mist.openapi.json'), 'the release');
  expect(submoduleDiffers(root)).toBe(false);
  expect(digestOf(path)).toMatch(/^[0-9a-f]{64}$/);
  writeFileSync(path, 'the next one');
  expect(submoduleDiffers(root)).toBe(true);
});
