import type { WebSocket } from 'ws';
import type { StreamFault, StreamFaultKind } from './stream-fault.ts';

/** One thing that happens on a stream. */
export interface Beat {
  /** Milliseconds after the one before. */
  readonly after: number;
  /** Text for the socket. */
  readonly send?: string;
  /** Sent as binary. */
  readonly binary?: boolean;
  /** Sent in fragments. */
  readonly fragments?: boolean;
  /** The connection is closed with this code, or cut. */
  readonly close?: number | 'cut';
}

/** What a command says, and how. */
export interface Speech {
  readonly channel: string;
  readonly session: string;
  /** Pieces of output, usually lines with their ends. */
  readonly pieces: readonly string[];
  /** The device says when it is done. */
  readonly marked: boolean;
}

const STEP = 3;
const LONG = 5 * 1024 * 1024;

type Met = ReadonlyMap<StreamFaultKind, StreamFault>;

function envelope(speech: Speech, met: Met, data: Readonly<Record<string, unknown>>): string {
  const { channel } = speech;
  return JSON.stringify({ event: 'data', channel, data: met.has('plain') ? data : JSON.stringify(data) });
}

/** Pieces as the faults of the day have them. */
function piecesOf({ pieces }: Speech, met: Met): readonly string[] {
  if (met.has('silent')) return [];
  if (met.has('flood')) return Array.from({ length: 60 }, () => `${'flood '.repeat(9)}end\n`.repeat(800));
  if (met.has('endless')) return Array.from({ length: 2000 }, (_, index) => `still going, line ${index}\n`);
  return met.has('split') ? pieces.flatMap((piece) => piece.match(/[\s\S]{1,7}/g) ?? []) : pieces;
}

/**
 * What happens on the channel of a device after a command: each piece in the cloud's envelope, twice encoded, and the
 * end marked where the device marks it.
 */
export function beatsOf(speech: Speech, met: Met): readonly Beat[] {
  const { session } = speech;
  const step = met.has('endless') ? 30 : STEP;
  const form = { ...(met.has('binary') ? { binary: true } : {}), ...(met.has('split') ? { fragments: true } : {}) };
  const beats: Beat[] = [];
  const say = (data: Readonly<Record<string, unknown>>): void => {
    beats.push({ after: step, send: envelope(speech, met, data), ...form });
  };
  for (const [index, raw] of piecesOf(speech, met).entries()) {
    if (met.has('foreign')) {
      say({
        session: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        raw: `SECRET OF SOMEBODY ELSE ${index}\n`,
      });
    }
    if (met.has('garbage')) beats.push({ after: 0, send: '<html>not json' }, { after: 0, send: '[1,2' });
    say({ session, raw });
    if (index > 0) continue;
    if (met.has('huge')) say({ session, raw: 'x'.repeat(LONG) });
    if (met.has('cut')) return [...beats, { after: STEP, close: 'cut' }];
    if (met.has('failure')) return [...beats, { after: STEP, close: 1011 }];
  }
  const marked = met.has('marker') || (speech.marked && !met.has('no_marker') && !met.has('silent'));
  if (marked) say({ session, raw: '', finished: true });
  return beats;
}

/** One message in pieces of a few bytes, as a proxy may pass it on. */
export function sendFragments(socket: WebSocket, text: string, binary: boolean): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 50) {
    socket.send(bytes.subarray(at, at + 50), { binary, fin: at + 50 >= bytes.length });
  }
}
