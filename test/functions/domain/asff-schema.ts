import * as z from 'zod';

const text = (most: number) => z.string().min(1).max(most).regex(/\S/);
const time = z.iso.datetime();
const label = z.enum(['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL']);
const severity = z.strictObject({ Label: label, Original: text(64) });
const types = z
  .array(
    z
      .string()
      .regex(
        /^(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)(\/[^/]+){0,2}$/,
      ),
  )
  .min(1)
  .max(50);

/**
 * The AWS Security Finding Format as far as Homeostat uses it: required fields, longest lengths and most items.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 * https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html
 * https://docs.aws.amazon.com/securityhub/latest/userguide/asff-top-level-attributes.html
 */
export const Asff = z.strictObject({
  SchemaVersion: z.literal('2018-10-08'),
  Id: text(512),
  ProductArn: z.string().regex(/^arn:aws[\w-]*:securityhub:[\w-]+:\d{12}:product\/\d{12}\/default$/),
  ProductName: text(128),
  CompanyName: text(128),
  GeneratorId: text(512),
  AwsAccountId: z.string().regex(/^\d{12}$/),
  Region: text(16),
  Types: types,
  FirstObservedAt: time,
  LastObservedAt: time,
  CreatedAt: time,
  UpdatedAt: time,
  Severity: severity,
  FindingProviderFields: z.strictObject({ Severity: severity, Types: types }),
  Title: text(256),
  Description: text(1024),
  Remediation: z.strictObject({
    Recommendation: z.strictObject({ Text: text(512), Url: z.url().max(2048).optional() }),
  }),
  SourceUrl: z.url().optional(),
  ProductFields: z.record(text(128), text(2048)).refine((fields) => Object.keys(fields).length <= 50),
  Resources: z
    .array(
      z.strictObject({
        Type: text(256),
        Id: text(512),
        Partition: z.enum(['aws', 'aws-cn', 'aws-us-gov']),
        Region: text(16),
      }),
    )
    .min(1)
    .max(32),
  Compliance: z.strictObject({
    Status: z.enum(['PASSED', 'WARNING', 'FAILED', 'NOT_AVAILABLE']),
    RelatedRequirements: z.array(text(64)).max(32),
  }),
  RecordState: z.enum(['ACTIVE', 'ARCHIVED']),
  Workflow: z.strictObject({ Status: z.enum(['NEW', 'NOTIFIED', 'RESOLVED', 'SUPPRESSED']) }),
});
