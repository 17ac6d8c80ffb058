import type { Place } from './derive/place.ts';

/**
 * A setting of a whole account is never gone, as long as the account has the service in the region: this error says that
 * it has not. Source: AWS's common errors, `OptInRequired`.
 */
export const withoutService = ['OptInRequired'] as const;

/** What all controls of a service's settings in an account and region share: each spreads it. */
export function accountSettings(service: string) {
  return {
    resources: { 'AWS::::Account': settingArn(service) },
    gone: withoutService,
    list: listSetting(service),
  } as const;
}

/** What stands for the settings of a service in an account and region. */
export function settingArn(service: string): `arn:${string}:account` {
  return `arn:{partition}:${service}:{region}:{account}:account`;
}

/** The one resource of its kind in an account and region. */
function listSetting(service: string): (place: Place) => AsyncGenerator<string> {
  return async function* list({ partition, region, account }) {
    yield `arn:${partition}:${service}:${region}:${account}:account`;
  };
}
