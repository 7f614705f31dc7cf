/** A number of the moment: name, what it means, and how to read it. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  read(): number;
}

type Labels = Readonly<Record<string, string>>;

interface Counter {
  readonly help: string;
  readonly values: Map<string, number>;
}

const escaped = (text: string): string =>
  text.replace(/[\\"\n]/g, (letter) => (letter === '\n' ? '\\n' : `\\${letter}`));

const labeled = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
};

/** Counters and gauges in the text format of Prometheus. Labels name tools and routes, never people. */
export class Metrics {
  readonly #counters = new Map<string, Counter>();
  readonly #gauges: Gauge[] = [];

  /** @param help what is counted, the same for a name each time */
  count(name: string, help: string, labels: Labels = {}): void {
    const counter = this.#counters.get(name) ?? { help, values: new Map<string, number>() };
    this.#counters.set(name, counter);
    const key = labeled(labels);
    counter.values.set(key, (counter.values.get(key) ?? 0) + 1);
  }

  gauge(gauge: Gauge): void {
    this.#gauges.push(gauge);
  }

  text(): string {
    const counters = [...this.#counters].flatMap(([name, { help, values }]) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} counter`,
      ...[...values].map(([labels, value]) => `${name}${labels} ${value}`),
    ]);
    const gauges = this.#gauges.flatMap(({ name, help, read }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      `${name} ${read()}`,
    ]);
    return `${[...counters, ...gauges].join('\n')}\n`;
  }
}
