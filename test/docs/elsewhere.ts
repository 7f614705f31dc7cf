/** Commands of the documents that the test does not run, with the reason. Every one has to occur. */
export const elsewhere: readonly { readonly command: string | RegExp; readonly why: string }[] = [
  { command: 'npm ci', why: 'it ran before this test could' },
  { command: 'npm run check', why: 'the build that runs this test runs it as well' },
  { command: 'npm run build', why: 'the bundle of this run is built before the tests' },
  {
    command: 'node dist/mistmcp.js call mist_search_device text=zur --demo --debug',
    why: 'the bundle of this run lies elsewhere',
  },
  { command: 'npx vitest run test/mist/paging', why: 'it is what runs this test' },
  { command: 'npm test', why: 'it is what runs this test' },
  { command: /^npx mcp-remote /, why: 'test/transport/http/remote.test.ts runs it' },
  { command: /^claude mcp add /, why: 'Claude Code is not here; test/clients/entries.test.ts checks the line' },
  {
    command: /^mistmcp (?:spec update --spec mist\.openapi\.json|--spec-layer )/,
    why: 'the document is not here; test/cli/spec-update.test.ts runs it with another',
  },
  {
    command: /^mistmcp --transport http .*--oidc-issuer /,
    why: 'neither the provider nor the access file is here; test/transport/http/sign-in serves with both',
  },
  {
    command: /^MISTMCP_REDIS=/,
    why: 'the engine and the keys are not here; test/transport/http/replicas serves with both',
  },
  {
    command: /^mistmcp profile /,
    why: 'it is about a file of the person; test/cli/profile.test.ts runs it in a home of its own',
  },
  {
    command: /^(?:kubectl|helm) /,
    why: 'there is no cluster here; test/deploy/chart.test.ts looks at what the chart makes, npm run chart runs Helm',
  },
  {
    command: /^(?:kcadm\.sh config |REALM=\S+ URL=\S+ sh deploy\/keycloak\/prepare\.sh )/,
    why: 'Keycloak is not here; npm run keycloak runs the script with a real one',
  },
  {
    command: /^mistmcp (?:snapshot|compare) .*--(?:un)?seal /,
    why: 'the keys are not here; test/cli/seal.test.ts runs it with keys of its own',
  },
  { command: /^npm run mutation\b/, why: 'it takes tens of minutes' },
];
