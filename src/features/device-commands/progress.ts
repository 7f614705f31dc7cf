import { plainText } from './terminal.ts';

/** Lines that are told one by one; of a longer output only its growth is. */
const SINGLY = 300;
const STEP = 200;
/** Screens that are drawn again and again are not told line by line. */
const TICK_MS = 1000;
/** Silence after which the application is told that the command still runs. */
const QUIET_MS = 5000;

/** Tells the lines of output as they come, each once it is whole. */
export function lineFeed(tell: (line: string) => void): (piece: string) => void {
  let rest = '';
  let count = 0;
  return (piece) => {
    const parts = (rest + piece).split('\n');
    rest = (parts.pop() ?? '').slice(-10_000);
    for (const part of parts) {
      const line = plainText(part);
      if (line === '') continue;
      count += 1;
      if (count <= SINGLY) tell(line);
      else if (count % STEP === 0) tell(`${count} lines so far`);
    }
  };
}

/** Tells once a second that a screen is being watched. */
export function screenFeed(tell: (line: string) => void): (piece: string) => void {
  const start = Date.now();
  let next = start;
  return () => {
    const now = Date.now();
    if (now < next) return;
    next = now + TICK_MS;
    tell(`watching the screen, ${Math.round((now - start) / 1000)} s`);
  };
}

/** Tells in every few seconds of silence that a command still runs, so that the application keeps waiting. */
export function pulse(tell: (line: string) => void): { felt(): void; stop(): void } {
  const start = Date.now();
  const timer = setInterval(() => tell(`waiting, ${Math.round((Date.now() - start) / 1000)} s so far`), QUIET_MS);
  timer.unref();
  return { felt: () => timer.refresh(), stop: () => clearInterval(timer) };
}
