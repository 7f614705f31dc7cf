import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Target } from './target.ts';
import { INITIALIZE } from './tenant.ts';

/** Addresses that strangers come from. */
const ADDRESSES = 50;

/** What a flood got, by status; 0 is a connection that was cut. */
export type Statuses = Map<number, number>;

const invented = (index: number): string => `invented-token-${index}-0123456789abcdef`;

/** 127.0.0.2 and following; every address of 127.0.0.0/8 is this machine. */
const addressOf = (index: number): string => `127.0.0.${2 + (index % ADDRESSES)}`;

/** Opens sessions with tokens that nobody made, each with another one. @param tokenOf makes them */
export async function floodTokens(
  target: Target,
  perSecond: number,
  seconds: number,
  tokenOf: (index: number) => string = invented,
): Promise<Statuses> {
  const statuses: Statuses = new Map();
  const open: Promise<void>[] = [];
  const begin = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const sending = { token: tokenOf(index), body: INITIALIZE, from: addressOf(index) };
    const sent = target.send(sending).catch(() => ({ status: 0 }));
    open.push(sent.then(({ status }) => void statuses.set(status, (statuses.get(status) ?? 0) + 1)));
    const due = begin + ((index + 1) * 1000) / perSecond;
    if (due > performance.now()) await wait(due - performance.now());
  }
  await Promise.all(open);
  return statuses;
}

/** Holds connections with a request whose body never comes to its end. @returns how many are open after all */
export async function holdBodies(target: Target, count: number, seconds: number): Promise<number> {
  const { hostname, port } = new URL(target.url);
  const half = 'x'.repeat(32 * 1024);
  const sockets: Socket[] = [];
  for (let index = 0; index < count; index += 1) {
    const socket = connect({ host: hostname, port: Number(port), localAddress: addressOf(index) });
    socket.on('error', () => {}).resume();
    const head = [
      'POST /mcp HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${invented(index)}`,
      'Content-Type: application/json',
      'Content-Length: 1000000',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n"${half}`);
    sockets.push(socket);
    if (index % 100 === 99) await wait(20);
  }
  await wait(seconds * 1000);
  const open = sockets.filter(({ closed }) => !closed).length;
  for (const socket of sockets) socket.destroy();
  return open;
}

/** Holds connections whose headers never come to their end. @returns how many are open after all */
export async function holdHeaders(target: Target, count: number, seconds: number): Promise<number> {
  const { hostname, port } = new URL(target.url);
  const sockets: Socket[] = [];
  for (let index = 0; index < count; index += 1) {
    const socket = connect({ host: hostname, port: Number(port), localAddress: addressOf(index) });
    socket.on('error', () => {}).resume();
    socket.write(`POST /mcp HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(16 * 1024)}`);
    sockets.push(socket);
    if (index % 100 === 99) await wait(20);
  }
  await wait(seconds * 1000);
  const open = sockets.filter(({ closed }) => !closed).length;
  for (const socket of sockets) socket.destroy();
  return open;
}
