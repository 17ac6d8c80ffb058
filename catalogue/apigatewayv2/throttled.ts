import * as z from 'zod';
import { Limits, unlimited } from '../apigateway/throttle.ts';
import type { Change } from '../control.ts';
import { inputOf } from './stage.ts';

export const Throttled = z.object({
  api: z.string(),
  stage: z.string(),
  managed: z.boolean(),
  /** Of all routes without settings of their own. */
  limits: Limits,
  /** The other settings of these routes, which a change has to say again. */
  dataTrace: z.boolean(),
  detailedMetrics: z.boolean(),
  logLevel: z.string().nullable(),
  /** What counts where the stage has no limits of its own; read only there. */
  account: Limits.nullable(),
});
export type Throttled = z.infer<typeof Throttled>;

/** The limits that count: those of the account where the stage has none; `null` where these are not known. */
export function inForce({ limits: { rate, burst }, account }: Throttled): Limits | null {
  if (rate !== unlimited && burst !== unlimited) {
    return { rate, burst };
  }
  return (
    account && { rate: rate === unlimited ? account.rate : rate, burst: burst === unlimited ? account.burst : burst }
  );
}

/** API Gateway keeps what a change of these settings leaves out, but does not promise to: so it is said again. */
export function update(stage: Throttled, { rate, burst }: Limits, says: string): Change<'apigatewayv2:UpdateStage'> {
  const { dataTrace, detailedMetrics, logLevel } = stage;
  return {
    call: 'apigatewayv2:UpdateStage',
    input: {
      ...inputOf(stage),
      DefaultRouteSettings: {
        ...(dataTrace && { DataTraceEnabled: true }),
        ...(detailedMetrics && { DetailedMetricsEnabled: true }),
        ...(logLevel !== null && { LoggingLevel: logLevel as 'ERROR' | 'INFO' }),
        ThrottlingRateLimit: rate,
        ThrottlingBurstLimit: burst,
      },
    },
    says,
  };
}
