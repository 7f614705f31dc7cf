import type { Row } from './parsers/lines.ts';
import { readPing, readTraceroute } from './parsers/probes.ts';
import { readRoutes, readSessions } from './parsers/routing.ts';
import { readArp, readBgp, readLeases, readMacs, readNeighbors, readOspf } from './parsers/tables.ts';
import type { Form } from './table.ts';

const READERS: Readonly<Record<Form, (text: string) => Row[] | undefined>> = {
  ping: readPing,
  traceroute: readTraceroute,
  arp: readArp,
  macs: readMacs,
  leases: readLeases,
  bgp: readBgp,
  neighbors: readNeighbors,
  ospf: readOspf,
  routes: readRoutes,
  sessions: readSessions,
};

/** Longer than a line of any listing; patterns are not tried on text without measure. */
const LONGEST_LINE = 500;

/**
 * Reads a command's output into rows.
 *
 * @param text without codes of a terminal
 * @returns undefined where the output has another form than the known ones: then the text is all there is
 */
export function rowsFrom(form: Form, text: string): readonly Row[] | undefined {
  return text.split('\n').some((line) => line.length > LONGEST_LINE) ? undefined : READERS[form](text);
}
