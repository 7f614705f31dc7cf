/** Codes of JSON-RPC 2.0. */
export const INVALID_REQUEST = -32_600;
export const INVALID_PARAMS = -32_602;

/** Thrown for what is no message that can be served; its message is one sentence for whoever wrote the client. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** What is no message of the protocol. */
export const invalidRequest = (message: string): FrameError => new FrameError(INVALID_REQUEST, message);

/** A request whose parameters cannot be served. */
export const invalidParams = (message: string): FrameError => new FrameError(INVALID_PARAMS, message);
