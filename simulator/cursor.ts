/** A cursor says where the next page begins; its spelling is nobody's business but the cloud's. */
export const cursorFor = (offset: number): string => Buffer.from(`after:${offset}`).toString('base64url');

/** Offset that a cursor stands for, or undefined when it is not one of ours. */
export function offsetOf(cursor: string): number | undefined {
  const match = /^after:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString());
  return match ? Number(match[1]) : undefined;
}
