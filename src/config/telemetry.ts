import type { Environment } from './environment.ts';

/** What the operator wants to be told by OpenTelemetry. */
export interface TelemetryConfig {
  readonly traces: boolean;
  readonly metrics: boolean;
  /** All `OTEL_*` variables, which the exporters read themselves; headers among them may be secrets. */
  readonly variables: Readonly<Record<string, string>>;
}

type Signal = 'TRACES' | 'METRICS';

/** Whether a signal is wanted: by its exporter's name, else by an address to send it to. */
function isWanted(environment: Environment, signal: Signal, warnings: string[]): boolean {
  const exporter = environment.first([`OTEL_${signal}_EXPORTER`]);
  const endpoint = environment.first([`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`, 'OTEL_EXPORTER_OTLP_ENDPOINT']);
  const names = exporter?.text.split(',').map((name) => name.trim().toLowerCase());
  if (names?.includes('none')) return false;
  if (names && !names.includes('otlp')) {
    warnings.push(`${exporter?.from}: only otlp and none are known here, so nothing is exported for it.`);
    return false;
  }
  if (endpoint && !/^https?:$/.test(URL.canParse(endpoint.text) ? new URL(endpoint.text).protocol : '')) {
    warnings.push(`${endpoint.from} is not a URL that begins with http:// or https://, so nothing is exported to it.`);
    return false;
  }
  return names !== undefined || endpoint !== undefined;
}

/**
 * Reads the standard variables of OpenTelemetry. A mistake in them is a warning: they are often set for all programs of
 * a machine, and none shall fail to start for its telemetry.
 *
 * @returns undefined where nothing is wanted
 */
export function readTelemetry(environment: Environment, warnings: string[]): TelemetryConfig | undefined {
  if (environment.first(['OTEL_SDK_DISABLED'])?.text.trim().toLowerCase() === 'true') return undefined;
  const traces = isWanted(environment, 'TRACES', warnings);
  const metrics = isWanted(environment, 'METRICS', warnings);
  if (!traces && !metrics) return undefined;
  const protocol = environment.first(['OTEL_EXPORTER_OTLP_PROTOCOL']);
  if (protocol?.text.trim() === 'grpc') {
    warnings.push(
      `${protocol.from}: OTLP is sent as JSON over HTTP here, so name the collector's port for HTTP (4318).`,
    );
  }
  const names = environment.names().filter((name) => name.startsWith('OTEL_'));
  const variables = Object.fromEntries(names.map((name) => [name, environment.first([name])?.text ?? '']));
  return { traces, metrics, variables };
}
