import { IP, line, type Row, rowOf } from './lines.ts';

/** What a ping says at its end. */
const COUNT =
  /(?<sent>\d+) packets? transmitted, (?<received>\d+) (?:packets? )?received(?:, \+\d+ \w+)*, (?<loss_percent>[\d.]+)% packet loss/;
const TIMES = /= (?<min_ms>[\d.]+)\/(?<avg_ms>[\d.]+)\/(?<max_ms>[\d.]+)(?:\/(?<deviation_ms>[\d.]+))? ms/;
const REPLY = line(
  `\\d+ bytes from (?:\\S+ \\()?(?<from>${IP})\\)?: (?:icmp_)?seq=(?<seq>\\d+) ttl=(?<ttl>\\d+) time=(?<ms>[\\d.]+) ms`,
);

/** A row for each reply, and a last one for all of them. */
export function readPing(text: string): Row[] | undefined {
  const count = COUNT.exec(text);
  if (!count) return undefined;
  const times = TIMES.exec(text.slice(count.index));
  const replies = text.split('\n').flatMap((one) => {
    const match = REPLY.exec(one);
    return match ? [rowOf(match)] : [];
  });
  return [...replies, { ...rowOf(count), ...(times ? rowOf(times) : {}) }];
}

const HOP = /^\s*(\d{1,2})\s+(\S.*)$/;
const HOST = new RegExp(`(?:(?<host>[\\w.-]+) \\((?<ip>${IP})\\)|(?<alone>${IP}))(?=\\s)`, 'i');

/** A row for each hop, with the first host that answered there. */
export function readTraceroute(text: string): Row[] | undefined {
  const rows: Row[] = [];
  for (const one of text.split('\n')) {
    const [, hop, rest = ''] = HOP.exec(one) ?? [];
    if (hop === undefined) continue;
    const times = [...rest.matchAll(/([\d.]+) ms/g)].map(([, ms]) => Number(ms));
    const lost = rest.match(/\*/g)?.length ?? 0;
    const found = HOST.exec(`${rest} `)?.groups;
    // What is numbered and has neither times nor stars is something else.
    if (times.length + lost === 0 || (times.length > 0 && !found)) return undefined;
    const ip = found?.ip ?? found?.alone;
    rows.push({
      hop: Number(hop),
      ...(found?.host && found.host !== ip ? { host: found.host } : {}),
      ...(ip ? { ip } : {}),
      ms: times,
      lost,
    });
  }
  return rows.length > 0 ? rows : undefined;
}
