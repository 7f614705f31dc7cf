import { type Answer, type Call, type Handlers, object } from '../call.ts';
import type { Row } from '../json.ts';
import { histogramOf } from '../sle/histogram.ts';
import {
  impactedApps,
  impactedAps,
  impactedChassis,
  impactedGateways,
  impactedInterfaces,
  impactedSwitches,
} from '../sle/impact.ts';
import { measure, type Question, questionOf, type Subject, subjectOf } from '../sle/question.ts';
import { impactSummary } from '../sle/summary.ts';
import { impactedClients, impactedUsers } from '../sle/users.ts';
import { levelsOf, type ServiceLevel } from '../world/service-levels.ts';
import type { Series } from '../world/sle.ts';

const unit = (level: ServiceLevel): string => (level.users ? 'user-minutes' : `${level.by}-minutes`);

function classifierOf(question: Question, series: Series, name: string): Row {
  const degraded = series.byClassifier.get(name) ?? [];
  return {
    interval: question.grid.interval,
    name,
    x_label: 'seconds',
    y_label: unit(question.level),
    samples: { degraded, duration: degraded.map((value) => value ?? 0), total: series.total },
  };
}

function trend(question: Question): Row {
  const { level, grid, call } = question;
  const series = measure(question);
  const { total, degraded } = series;
  const value = total.map((all, index) => (all === null ? null : 1 - (degraded[index] ?? 0) / all));
  return {
    start: call.window.start,
    end: call.window.end,
    sle: {
      name: level.name,
      interval: grid.interval,
      x_label: 'seconds',
      y_label: unit(level),
      samples: { total, degraded, value },
    },
    classifiers: Object.keys(level.classifiers).map((name) => classifierOf(question, series, name)),
  };
}

function metrics({ scope, devices }: Subject): Row {
  const levels = levelsOf(scope);
  const enabled = levels.filter((level) => scope === 'client' || devices.some((device) => device.type === level.by));
  return { enabled: enabled.map((level) => level.name), supported: levels.map((level) => level.name) };
}

function threshold({ level }: Question): Row {
  const { standard, low, high, units } = level.threshold;
  return {
    metric: level.name,
    default: standard,
    threshold: String(standard),
    minimum: low,
    maximum: high,
    direction: level.direction,
    units,
  };
}

const answer =
  (give: (question: Question) => Row) =>
  (call: Call): Answer => {
    const question = questionOf(call);
    return question && object(give(question));
  };

/** Service levels of a site and what is in it. The deprecated summaries are left out on purpose. */
export const sle: Handlers = {
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metrics': (call) => {
    const subject = subjectOf(call);
    return subject && object(metrics(subject));
  },
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/classifiers': (call) => {
    const question = questionOf(call);
    return question && object(Object.keys(question.level.classifiers));
  },
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/threshold': answer(threshold),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/summary-trend': answer(trend),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/classifier/{classifier}/summary-trend': answer(
    (question) => ({
      start: question.call.window.start,
      end: question.call.window.end,
      metric: question.level.name,
      classifier: classifierOf(question, measure(question), question.classifier ?? ''),
    }),
  ),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/histogram': answer(histogramOf),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impact-summary': answer(impactSummary),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-aps': answer(impactedAps),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-users': answer(impactedUsers),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-clients': answer(impactedClients),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-switches': answer(impactedSwitches),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-gateways': answer(impactedGateways),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-interfaces': answer(impactedInterfaces),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-chassis': answer(impactedChassis),
  'GET /api/v1/sites/{site_id}/sle/{scope}/{scope_id}/metric/{metric}/impacted-applications': answer(impactedApps),
};
