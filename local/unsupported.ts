/** What the emulator's CloudFormation cannot make, and what is missing here without it. */
const unsupported: Readonly<Record<string, string>> = {
  'AWS::AccessAnalyzer::Analyzer': 'no Access Analyzer, so its findings start nothing',
  'AWS::Budgets::Budget': 'no bill',
  'AWS::Chatbot::SlackChannelConfiguration': 'no Slack of AWS',
  'AWS::CloudTrail::Trail': 'the event trail in front of the emulator takes its place',
  'AWS::CloudWatch::CompositeAlarm': 'only single alarms',
  'AWS::Config::ConfigRule': 'no Config rules, so their verdicts start nothing',
  'AWS::Config::ConfigurationRecorder': 'no Config recorder, so its items start nothing',
  'AWS::Config::DeliveryChannel': 'no Config recorder to deliver for',
  'AWS::GuardDuty::Detector': 'no GuardDuty',
  'AWS::Logs::QueryDefinition': 'no stored log queries',
  'AWS::SecurityHub::AutomationRule': 'no Security Hub',
  'AWS::SecurityHub::Hub': 'no Security Hub, so its findings start nothing',
  'AWS::ServiceCatalogAppRegistry::Application': 'no application registry',
  'AWS::WAFv2::LoggingConfiguration': 'no log of the web ACL',
  'AWS::WAFv2::WebACLAssociation': 'the API is not behind its web ACL',
  'AWS::XRay::Group': 'no X-Ray groups',
  'AWS::XRay::ResourcePolicy': 'no X-Ray policies',
  'AWS::XRay::SamplingRule': 'no X-Ray sampling',
};

export type Resource = Readonly<{
  Type: string;
  Properties?: Record<string, unknown>;
  DependsOn?: string | readonly string[];
}>;
export type Template = Readonly<{ Resources?: Record<string, Resource>; Outputs?: Record<string, unknown> }>;
export type LeftOut = Readonly<{ id: string; type: string; because: string }>;

/** The template without what the emulator cannot make; fails when something that stays needs what goes. */
export function withoutUnsupported(template: Template): Readonly<{ template: Template; leftOut: readonly LeftOut[] }> {
  const leftOut = Object.entries(template.Resources ?? {}).flatMap(([id, { Type: type }]) => {
    const because = unsupported[type];
    return because === undefined ? [] : [{ id, type, because }];
  });
  if (leftOut.length === 0) return { template, leftOut };
  const gone = new Set(leftOut.map(({ id }) => id));
  const kept = Object.entries(template.Resources ?? {}).filter(([id]) => !gone.has(id));
  const Resources = Object.fromEntries(kept.map(([id, resource]) => [id, withoutDependence(resource, gone)]));
  const Outputs = Object.fromEntries(
    Object.entries(template.Outputs ?? {}).filter(([, output]) => !needs(output, gone)),
  );
  insistOnIndependence(Resources, gone);
  return { template: { ...template, Resources, ...(template.Outputs ? { Outputs } : {}) }, leftOut };
}

function withoutDependence(resource: Resource, gone: ReadonlySet<string>): Resource {
  if (resource.DependsOn === undefined) return resource;
  const { DependsOn, ...rest } = resource;
  const remaining = [DependsOn].flat().filter((id) => !gone.has(id));
  return remaining.length > 0 ? { ...rest, DependsOn: remaining } : rest;
}

function insistOnIndependence(resources: Record<string, Resource>, gone: ReadonlySet<string>): void {
  const dependent = Object.keys(resources).find((id) => needs(resources[id], gone));
  if (dependent) throw new Error(`${dependent} needs a resource that local/unsupported.ts leaves out`);
}

function needs(value: unknown, gone: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return value.some((item) => needs(item, gone));
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, item]) => refers(key, item, gone) || needs(item, gone));
}

function refers(key: string, value: unknown, gone: ReadonlySet<string>): boolean {
  if (key === 'Ref') return gone.has(String(value));
  if (key === 'Fn::GetAtt') return gone.has(String([value].flat()[0]).split('.')[0] ?? '');
  if (key !== 'Fn::Sub') return false;
  const names = [...String([value].flat()[0]).matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
  return names.some((name) => gone.has(name));
}
