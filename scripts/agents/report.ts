/** Says what was seen, line by line. */
export class Report {
  failed = false;

  /** @param text what was expected; behind it, where it did not happen, what came instead */
  check(client: string, ok: boolean, text: string, instead = ''): void {
    console.log(`${ok ? '✓' : '✗'} ${client}: ${text}${ok || instead === '' ? '' : `; instead: ${instead}`}`);
    if (!ok) this.failed = true;
  }

  skip(client: string, why: string): void {
    console.log(`- ${client}: skipped, ${why}`);
  }
}
