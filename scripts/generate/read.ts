import { readFile } from 'node:fs/promises';
import SwaggerParser from '@apidevtools/swagger-parser';
import { checkSelfContained, checkSpec, checkVersion } from './checks.ts';
import { type Json, sortKeys, textAt } from './json.ts';
import { type Spec, SpecError } from './spec.ts';

type Document = Parameters<typeof SwaggerParser.validate>[0];

const isDocument = (value: unknown): value is Exclude<Document, string> => typeof value === 'object' && value !== null;

const firstLines = (error: unknown): string => String(error instanceof Error ? error.message : error).slice(0, 600);

async function parse(path: string): Promise<Json> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new SpecError(`cannot read ${path}`);
  }
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch (error) {
    throw new SpecError(`${path} is not JSON: ${firstLines(error)}`);
  }
}

async function validate(root: Json): Promise<void> {
  // The validator dereferences what it is given, so it works on a copy.
  const copy: unknown = structuredClone(root);
  if (!isDocument(copy)) throw new SpecError('not an OpenAPI document');
  try {
    await SwaggerParser.validate(copy, { resolve: { external: false }, dereference: { circular: 'ignore' } });
  } catch (error) {
    throw new SpecError(`the document is not valid OpenAPI 3.1: ${firstLines(error)}`);
  }
}

/**
 * Reads a Mist OpenAPI document, checks it and puts its keys into order, so that whatever is made of it does not
 * depend on how it was written down. Nothing but this one file is read.
 *
 * @param path of a JSON file
 * @throws SpecError saying what is wrong with it
 */
export async function readSpec(path: string): Promise<Spec> {
  const root = checkVersion(sortKeys(await parse(path)));
  checkSelfContained(root);
  const spec: Spec = {
    root,
    title: textAt(root, 'info', 'title') ?? '',
    version: textAt(root, 'info', 'version') ?? '',
  };
  checkSpec(spec);
  await validate(root);
  return spec;
}
