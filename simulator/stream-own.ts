import type { WebSocket } from 'ws';

/** What a stream of a command's own shows when it is opened; `screens` again and again. */
export interface OwnStream {
  readonly pieces: readonly string[];
  readonly screens: boolean;
  /** The connection is cut after the first piece. */
  readonly cut: boolean;
}

const SCREEN_MS = 120;
const STEP_MS = 5;

/** Plays a stream of a command's own to whoever opened it. */
export function showOwn(socket: WebSocket, own: OwnStream, later: (ms: number, work: () => void) => void): void {
  const { pieces, screens, cut } = own;
  const next = (at: number): void => {
    const piece = pieces[screens ? at % pieces.length : at];
    if (cut && at > 0) socket.terminate();
    else if (piece === undefined) socket.close(1000);
    else if (socket.readyState === socket.OPEN) {
      socket.send(Buffer.from(piece), { binary: true });
      later(screens ? SCREEN_MS : STEP_MS, () => next(at + 1));
    }
  };
  later(STEP_MS, () => next(0));
}
