import { readFile } from 'node:fs/promises';
import SwaggerParser from '@apidevtools/swagger-parser';
import { checkSelfContained, checkSpec, checkVersion } from './checks.ts';
import { parseDocument } from './document-text.ts';
import { type Json, sortKeys, textAt } from './json.ts';
import { leaveOut } from './left-out.ts';
import { type Spec, SpecError } from './spec.ts';

type Document = Parameters<typeof SwaggerParser.validate>[0];

const isDocument = (value: unknown): value is Exclude<Document, string> => typeof value === 'object' && value !== null;

const firstLines = (error: unknown): string => String(error instanceof Error ? error.message : error).slice(0, 600);

async function parse(path: string): Promise<Json> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch {
    throw new SpecError(`cannot read ${path}`);
  }
  return parseDocument(bytes, path);
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
  const whole = checkVersion(sortKeys(await parse(path)));
  checkSelfContained(whole);
  const title = textAt(whole, 'info', 'title') ?? '';
  const { root, leftOut } = leaveOut(whole, title);
  const spec: Spec = {
    root,
    title,
    leftOut,
    version: textAt(root, 'info', 'version') ?? '',
  };
  checkSpec(spec);
  await validate(root);
  return spec;
}
