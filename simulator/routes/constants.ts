import { type Handlers, object } from '../call.ts';
import * as events from '../world/constants/events.ts';
import * as models from '../world/constants/models.ts';
import * as places from '../world/constants/places.ts';
import * as traffic from '../world/constants/traffic.ts';

/** The lists of names and numbers that are the same for everyone. */
export const constants: Handlers = {
  'GET /api/v1/const/alarm_defs': () => events.alarmDefinitions,
  'GET /api/v1/const/ap_channels': (call) => object(places.apChannels(call.query.country_code ?? 'US')),
  'GET /api/v1/const/ap_esl_versions': () => models.apEslVersions,
  'GET /api/v1/const/ap_led_status': () => models.apLedStatus,
  'GET /api/v1/const/app_categories': () => traffic.appCategories,
  'GET /api/v1/const/app_subcategories': () => traffic.appSubcategories,
  'GET /api/v1/const/applications': () => traffic.applications,
  'GET /api/v1/const/client_events': () => events.clientEvents,
  'GET /api/v1/const/countries': () => places.countries,
  'GET /api/v1/const/default_gateway_config': (call) =>
    object(traffic.defaultGatewayConfig(call.query.model ?? '', call.query.ha === 'true')),
  'GET /api/v1/const/device_events': () => events.deviceEvents,
  'GET /api/v1/const/device_models': () => models.deviceModels,
  'GET /api/v1/const/fingerprint_types': () => object(models.fingerprintTypes),
  'GET /api/v1/const/gateway_applications': () => traffic.gatewayApplications,
  'GET /api/v1/const/insight_metrics': () => object(traffic.insightMetrics),
  'GET /api/v1/const/languages': () => places.languages,
  'GET /api/v1/const/license_types': () => traffic.licenseTypes,
  'GET /api/v1/const/marvisclient_events': () => events.marvisClientEvents,
  'GET /api/v1/const/marvisclient_versions': () => models.marvisClientVersions,
  'GET /api/v1/const/mxedge_events': () => events.mxedgeEvents,
  'GET /api/v1/const/mxedge_models': () => models.mxedgeModels,
  'GET /api/v1/const/nac_events': () => events.nacEvents,
  'GET /api/v1/const/otherdevice_events': () => events.otherDeviceEvents,
  'GET /api/v1/const/otherdevice_models': () => models.otherDeviceModels,
  'GET /api/v1/const/states': (call) => places.states(call.query.country_code ?? ''),
  'GET /api/v1/const/system_events': () => events.systemEvents,
  'GET /api/v1/const/traffic_types': () => traffic.trafficTypes,
  'GET /api/v1/const/webhook_topics': () => traffic.webhookTopics,
};
