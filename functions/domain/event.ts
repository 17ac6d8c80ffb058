import * as z from 'zod';
import type { Actor, Cause, HubFinding } from './finding.ts';

/** Long enough for every real value, short enough that a hostile one fills nobody's page. */
const text = z.string().transform((value) => value.slice(0, 512));

const UserIdentity = z.looseObject({
  type: text.optional(),
  arn: text.optional(),
  invokedBy: text.optional(),
  sessionContext: z.looseObject({ sourceIdentity: text.optional() }).optional(),
});

/** What EventBridge puts around every event. */
const envelope = { id: text, account: z.string().regex(/^\d{12}$/), region: text, time: text };

/** A call that CloudTrail recorded. */
export const ApiCall = z.object({
  ...envelope,
  'detail-type': z.literal('AWS API Call via CloudTrail'),
  detail: z.object({
    eventSource: text,
    eventName: text,
    eventID: text.optional(),
    awsRegion: text.optional(),
    recipientAccountId: text.optional(),
    errorCode: text.nullish(),
    userAgent: text.nullish(),
    sourceIPAddress: text.nullish(),
    userIdentity: UserIdentity.nullish(),
    requestParameters: z.record(z.string(), z.unknown()).nullish(),
    responseElements: z.record(z.string(), z.unknown()).nullish(),
  }),
});

const ConfigItem = z.object({
  ...envelope,
  'detail-type': z.literal('Config Configuration Item Change'),
  detail: z.object({
    configurationItem: z.object({
      resourceType: text,
      ARN: text,
      awsAccountId: text,
      awsRegion: text,
    }),
  }),
});

const ConfigRule = z.object({
  ...envelope,
  'detail-type': z.literal('Config Rules Compliance Change'),
  detail: z.object({ configRuleName: text, resourceType: text, resourceId: text }),
});

const SecurityHubFinding = z.object({
  ...envelope,
  'detail-type': z.literal('Security Hub Findings - Imported'),
  detail: z.object({
    findings: z
      .array(
        z.object({
          Compliance: z.object({ SecurityControlId: text.optional() }).optional(),
          Resources: z.array(z.object({ Type: text, Id: text, Region: text.optional() })),
          AwsAccountId: text,
          Id: text.optional(),
          ProductArn: text.optional(),
        }),
      )
      .min(1),
  }),
});

/** An event that can wake a control up. Only the fields that are used are asked for. */
export const DriftEvent = z.discriminatedUnion('detail-type', [ApiCall, ConfigItem, ConfigRule, SecurityHubFinding]);
export type DriftEvent = z.infer<typeof DriftEvent>;

/** What a finding keeps of the event that led to it. */
export function causeOf(event: DriftEvent): Cause {
  const hubFinding = hubFindingOf(event);
  return {
    id: eventId(event),
    name: eventName(event),
    time: event.time,
    actor: actorOf(event),
    ...(hubFinding && { hubFinding }),
  };
}

/** Who made the call. Config and Security Hub name nobody. */
export function actorOf(event: DriftEvent): Actor {
  if (event['detail-type'] !== 'AWS API Call via CloudTrail') {
    return { type: 'unknown', arn: 'unknown' };
  }
  const { userIdentity, userAgent, sourceIPAddress } = event.detail;
  const sourceIdentity = userIdentity?.sessionContext?.sourceIdentity;
  return {
    type: userIdentity?.type ?? 'unknown',
    arn: userIdentity?.arn ?? userIdentity?.invokedBy ?? 'unknown',
    ...(sourceIdentity && { sourceIdentity }),
    ...(userAgent && { userAgent }),
    ...(sourceIPAddress && { sourceIp: sourceIPAddress }),
  };
}

/** The finding that Security Hub tells of; each of its events is about one. */
function hubFindingOf(event: DriftEvent): HubFinding | undefined {
  const [finding, ...more] = event['detail-type'] === 'Security Hub Findings - Imported' ? event.detail.findings : [];
  return finding?.Id && finding.ProductArn && more.length === 0
    ? { id: finding.Id, productArn: finding.ProductArn }
    : undefined;
}

/** CloudTrail's own id of the call, which every copy of the event shares, or else EventBridge's. */
export function eventId(event: DriftEvent): string {
  return (event['detail-type'] === 'AWS API Call via CloudTrail' ? event.detail.eventID : undefined) ?? event.id;
}

export function eventName(event: DriftEvent): string {
  switch (event['detail-type']) {
    case 'AWS API Call via CloudTrail':
      return event.detail.eventName;
    case 'Config Rules Compliance Change':
      return `${event['detail-type']}: ${event.detail.configRuleName}`;
    case 'Config Configuration Item Change':
    case 'Security Hub Findings - Imported':
      return event['detail-type'];
    default:
      return event satisfies never;
  }
}
