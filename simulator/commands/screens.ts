const CLEAR = '\u001b[H\u001b[2J';

/** Screens of `top`, drawn again and again; the last piece is the beginning of the next screen. */
export const top = (): string[] =>
  [11, 7, 23].map((busy) =>
    [
      `${CLEAR}last pid: 9${busy}31;  load averages:  0.${busy},  0.31,  0.28    up 41+02:13:${busy}`,
      `\u001b[7m142 processes: 2 running, 138 sleeping, 2 waiting\u001b[0m`,
      `CPU: ${busy}.0% user,  0.0% nice,  3.1% system,  0.4% interrupt, ${96 - busy}.5% idle\u001b[K`,
      '',
      '  PID USERNAME    PRI NICE    SIZE     RES STATE    C   TIME    WCPU COMMAND',
      ` 9402 root         52    0   1036M    212M uwait    1  41.2H  ${busy}.10% fxpc{FXPC Main}`,
      ' 1977 root         20    0    816M     61M select   0 311:02   0.98% chassisd',
      '',
    ].join('\r\n'),
  );

/** Screens of the traffic of all ports, or of one. */
export const traffic = (port: string): string[] =>
  [1, 3, 5].map((seconds) =>
    [
      `${CLEAR}ZUR-H-SW-ACC1                Seconds: ${seconds}                 Time: 12:00:0${seconds}`,
      '',
      'Interface    Link  Input packets        (pps)     Output packets        (pps)',
      ...(port === '' ? ['ge-0/0/0', 'ge-0/0/1'] : [port]).map(
        (name, index) =>
          ` ${name.padEnd(12)} Up        ${100_000 + seconds * 40}         (${20 + index})             ${90_000 + seconds * 30}         (15)\u001b[K`,
      ),
      '',
    ].join('\r\n'),
  );
