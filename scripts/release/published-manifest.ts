/** What only the repository needs; `prepare` alone makes npm warn of scripts where the package is installed. */
const OWN = new Set(['scripts', 'devDependencies']);

/**
 * The manifest as it is published, made from the repository's.
 *
 * @param text package.json
 */
export function publishedManifest(text: string): string {
  const manifest: unknown = JSON.parse(text);
  const kept = Object.entries(Object(manifest)).filter(([name]) => !OWN.has(name));
  return `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`;
}
