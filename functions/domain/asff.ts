import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import type { Severity } from '../../catalogue/control.ts';
import { advice, findingUid, type Reported, requirementsOf, resourceTypeOf } from './standing.ts';

/**
 * A drift as Security Hub takes it: the AWS Security Finding Format, 2018-10-08, as a finding of the account's own product.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html gives the longest lengths.
 * It names no security control of Security Hub: a finding that did would wake the controls up that it tells of.
 */
export function asffOf(reported: Reported): AwsSecurityFinding {
  const { remediation, standing, control, partition, link } = reported;
  const { account, region, openedAt, updatedAt, because } = remediation;
  const label = standing === 'open' ? labels[control.severity] : ('INFORMATIONAL' as const);
  const severity = { Label: label, Original: control.severity };
  const { Compliance, RecordState } = states[standing];
  return {
    SchemaVersion: '2018-10-08',
    Id: findingUid(remediation),
    ProductArn: productArn({ partition, account, region }),
    ProductName: 'Homeostat',
    CompanyName: 'Homeostat',
    GeneratorId: remediation.control,
    AwsAccountId: account,
    Region: region,
    Types: types,
    FirstObservedAt: openedAt,
    LastObservedAt: updatedAt,
    CreatedAt: openedAt,
    UpdatedAt: updatedAt,
    Severity: severity,
    FindingProviderFields: { Severity: severity, Types: types },
    Title: cut(`${remediation.control}: ${control.title}`, 256),
    Description: cut(`${control.why} Now: ${because}.`, 1024),
    Remediation: { Recommendation: { Text: cut(advice(reported), 512), ...(link !== '' && { Url: link }) } },
    ...(link !== '' && { SourceUrl: link }),
    ProductFields: fieldsOf(reported),
    Resources: [resourceOf(reported)],
    Compliance: { Status: Compliance, RelatedRequirements: relatedTo(control) },
    RecordState,
    // Counts when the finding is new; afterwards the workflow is changed by an update of its own.
    Workflow: { Status: standing === 'mended' ? 'RESOLVED' : 'NEW' },
  };
}

/** Under which an account's own findings stand. */
function productArn({
  partition,
  account,
  region,
}: Readonly<Record<'partition' | 'account' | 'region', string>>): string {
  return `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`;
}

const labels = { critical: 'CRITICAL', high: 'HIGH', medium: 'MEDIUM', low: 'LOW' } as const satisfies Record<
  Severity,
  string
>;
const types = ['Software and Configuration Checks/AWS Security Best Practices'];

const states = {
  open: { Compliance: 'FAILED', RecordState: 'ACTIVE' },
  mended: { Compliance: 'PASSED', RecordState: 'ARCHIVED' },
  unknown: { Compliance: 'NOT_AVAILABLE', RecordState: 'ARCHIVED' },
} as const satisfies Record<Reported['standing'], object>;

function fieldsOf({ remediation }: Reported): Record<string, string> {
  const { id, status, actor, event, risk, planDigest } = remediation;
  const fields = { Remediation: id, Status: status, Actor: actor, Event: event, Risk: risk, PlanDigest: planDigest };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value ? [[`homeostat/${name}`, cut(value, 2048)]] : [])),
  );
}

function resourceOf({ remediation: { resource, region }, control, partition }: Reported) {
  return {
    Type: resourceTypes[resourceTypeOf(control, resource)] ?? 'Other',
    Id: cut(resource, 512),
    Partition: partition as 'aws',
    Region: region,
  };
}

function relatedTo(control: Reported['control']): string[] {
  return requirementsOf(control)
    .filter((requirement) => requirement.length <= 64)
    .slice(0, 32);
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** Security Hub's names of the types that controls judge; a type that it has none for is `Other`. */
const resourceTypes: Readonly<Record<string, string>> = {
  'AWS::::Account': 'AwsAccount',
  'AWS::ApiGateway::RestApi': 'AwsApiGatewayRestApi',
  'AWS::ApiGateway::Stage': 'AwsApiGatewayStage',
  'AWS::ApiGatewayV2::Stage': 'AwsApiGatewayV2Stage',
  'AWS::AppSync::GraphQLApi': 'AwsAppSyncGraphQlApi',
  'AWS::CloudFront::Distribution': 'AwsCloudFrontDistribution',
  'AWS::CloudTrail::Trail': 'AwsCloudTrailTrail',
  'AWS::CloudWatch::Alarm': 'AwsCloudWatchAlarm',
  'AWS::DynamoDB::Table': 'AwsDynamoDbTable',
  'AWS::EC2::Instance': 'AwsEc2Instance',
  'AWS::EC2::NetworkAcl': 'AwsEc2NetworkAcl',
  'AWS::EC2::SecurityGroup': 'AwsEc2SecurityGroup',
  'AWS::EC2::Subnet': 'AwsEc2Subnet',
  'AWS::EC2::VPC': 'AwsEc2Vpc',
  'AWS::ECR::Repository': 'AwsEcrRepository',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'AwsElbv2LoadBalancer',
  'AWS::IAM::Group': 'AwsIamGroup',
  'AWS::IAM::Policy': 'AwsIamPolicy',
  'AWS::IAM::Role': 'AwsIamRole',
  'AWS::IAM::User': 'AwsIamUser',
  'AWS::KMS::Key': 'AwsKmsKey',
  'AWS::Lambda::Function': 'AwsLambdaFunction',
  'AWS::RDS::DBCluster': 'AwsRdsDbCluster',
  'AWS::RDS::DBClusterSnapshot': 'AwsRdsDbClusterSnapshot',
  'AWS::RDS::DBInstance': 'AwsRdsDbInstance',
  'AWS::RDS::DBSnapshot': 'AwsRdsDbSnapshot',
  'AWS::S3::AccountPublicAccessBlock': 'AwsS3AccountPublicAccessBlock',
  'AWS::S3::Bucket': 'AwsS3Bucket',
  'AWS::SecretsManager::Secret': 'AwsSecretsManagerSecret',
  'AWS::SNS::Topic': 'AwsSnsTopic',
  'AWS::SQS::Queue': 'AwsSqsQueue',
  'AWS::StepFunctions::StateMachine': 'AwsStepFunctionStateMachine',
  'AWS::WAFv2::WebACL': 'AwsWafv2WebAcl',
};
