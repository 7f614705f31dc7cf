import { DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { TelemetryConfig } from '../config/telemetry.ts';
import { isRecord } from '../core/json.ts';
import { setTracer } from '../core/trace.ts';
import { version } from '../core/version.ts';
import { Instruments } from './instruments.ts';
import type { Log } from './log.ts';
import { otelTracer } from './tracer.ts';

/** Traces and metrics on their way to the operator's collector. */
export interface Telemetry {
  /** Sends what is left, and takes no more. Never rejects. */
  close(): Promise<void>;
}

/** Between two exports of metrics, in milliseconds, unless `OTEL_METRIC_EXPORT_INTERVAL` says otherwise. */
const EXPORT_INTERVAL = 60_000;

/** The exporters report an error as JSON of all that it holds, answers of the collector too; its sentence is enough. */
function sentenceOf(text: string): string {
  try {
    const error: unknown = JSON.parse(text);
    if (isRecord(error)) return [error.message, error.code].filter((part) => part).join(' ');
  } catch {
    // It is a sentence already.
  }
  return text;
}

/** What a collector or a network says, without addresses: those may hold a login. */
const sayable = (text: string): string =>
  sentenceOf(text)
    .replace(/[a-z][a-z0-9+.-]*:\/\/\S+/gi, '[address]')
    .slice(0, 200);

/** The exporters report their troubles here; once is enough, since they do so with every export. */
function report(log: Log): void {
  let told = false;
  const trouble = (message: string): void => {
    if (told) log.debug('Telemetry', { said: sayable(message) });
    else
      log.warn('Telemetry cannot be exported; tools work all the same. This is said once', { said: sayable(message) });
    told = true;
  };
  const quiet = (): void => {};
  diag.setLogger(
    { error: trouble, warn: trouble, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

const interval = (text: string | undefined): number => {
  const value = Number(text);
  return Number.isInteger(value) && value >= 100 ? value : EXPORT_INTERVAL;
};

/** Starts exporting by OTLP (JSON over HTTP) to where the `OTEL_*` variables say, and nowhere else. */
export function startTelemetry({ traces, metrics, variables }: TelemetryConfig, log: Log): Telemetry {
  report(log);
  // The exporters read the process's environment; some of it may come from the file that --env-file names.
  for (const [name, value] of Object.entries(variables)) process.env[name] ??= value;
  const own = resourceFromAttributes({ 'service.name': 'mistmcp', 'service.version': version });
  const resource = own.merge(detectResources({ detectors: [envDetector] }));
  const tracing = traces
    ? new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] })
    : undefined;
  const exportIntervalMillis = interval(variables.OTEL_METRIC_EXPORT_INTERVAL);
  const metering = metrics
    ? new MeterProvider({
        resource,
        readers: [
          new PeriodicExportingMetricReader({
            exporter: new OTLPMetricExporter(),
            exportIntervalMillis,
            exportTimeoutMillis: Math.min(exportIntervalMillis, 10_000),
          }),
        ],
      })
    : undefined;
  const instruments = metering && new Instruments(metering.getMeter('mistmcp', version));
  setTracer(otelTracer(tracing?.getTracer('mistmcp', version), instruments));
  return {
    async close() {
      setTracer(undefined);
      await Promise.allSettled([tracing?.shutdown(), metering?.shutdown()]);
    },
  };
}
