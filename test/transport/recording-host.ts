import { createServer } from 'node:http';

/** A host on this machine that answers everything and records who asked for what with which token. */
export interface RecordingHost {
  readonly url: string;
  /** Method, path and Authorization of each request, in their order. */
  readonly seen: readonly string[];
  close(): Promise<void>;
}

export async function openRecordingHost(): Promise<RecordingHost> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the host does not listen');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
