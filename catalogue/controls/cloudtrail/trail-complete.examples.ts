import type { Trail } from '../../cloudtrail/recording.ts';
import type { Selectors } from '../../cloudtrail/selectors.ts';
import type { Change, Example, NonEmpty } from '../../control.ts';

type Write = 'cloudtrail:UpdateTrail' | 'cloudtrail:PutEventSelectors';

const objects = { Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::ledger/'] };
const writesOnly: Selectors = {
  form: 'basic',
  list: [
    {
      ReadWriteType: 'WriteOnly',
      IncludeManagementEvents: true,
      DataResources: [objects],
      ExcludeManagementEventSources: ['kms.amazonaws.com'],
    },
  ],
};
const objectsOnly = {
  ReadWriteType: 'WriteOnly',
  IncludeManagementEvents: false,
  DataResources: [objects],
  ExcludeManagementEventSources: [],
};
const everything = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
};
const functions = {
  Name: 'Functions',
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: ['AWS::Lambda::Function'] },
  ],
};

const settingsBack = 'Give the trail audit its earlier settings back';
const selectorsBack = 'Give the trail audit its earlier event selectors back';
const eventsSay = 'Record all management events, read and write, with the trail audit';

export const examples: NonEmpty<Example<Trail, Write>> = [
  {
    name: 'a trail that records everything, sealed',
    state: of('audit'),
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a trail that is not sealed',
    state: { ...of('audit'), validated: false },
    plan: {
      outcome: 'change',
      risk: { level: 'safe', because: 'only digests come beside the log files of audit, for whoever checks them' },
      apply: [update({ EnableLogFileValidation: true }, 'Let the trail audit seal its log files with digests')],
      undo: [{ ...update({ EnableLogFileValidation: false }, settingsBack), undoes: 0 }],
      after: of('audit'),
    },
  },
  {
    name: 'a trail of one region, not sealed, and no other trail records the rest',
    state: { ...of('audit'), allRegions: false, globalServices: false, validated: false },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: 'whatever reads the log files of audit gets more: calls in all regions; a second copy is paid for',
      },
      apply: [
        update(
          { IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true, EnableLogFileValidation: true },
          'Let the trail audit record all regions and seal its log files with digests',
        ),
      ],
      undo: [
        {
          ...update(
            { IsMultiRegionTrail: false, IncludeGlobalServiceEvents: false, EnableLogFileValidation: false },
            settingsBack,
          ),
          undoes: 0,
        },
      ],
      after: of('audit'),
    },
  },
  {
    name: 'a trail that leaves out what is only read and the calls of KMS, and records some objects',
    state: { ...of('audit'), validated: false, selectors: writesOnly },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: 'whatever reads the log files of audit gets more: all management events; a second copy is paid for',
      },
      apply: [
        update({ EnableLogFileValidation: true }, 'Let the trail audit seal its log files with digests'),
        select({ EventSelectors: [everything, objectsOnly] }, eventsSay),
      ],
      undo: [
        { ...update({ EnableLogFileValidation: false }, settingsBack), undoes: 0 },
        { ...select({ EventSelectors: writesOnly.list }, selectorsBack), undoes: 1 },
      ],
      after: { ...of('audit'), selectors: { form: 'basic', list: [everything, objectsOnly] } },
    },
  },
  {
    name: 'a trail of the organization that records one service’s data events only, by advanced selectors',
    state: { ...of('audit'), ofOrganization: true, selectors: { form: 'advanced', list: [functions] } },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because:
          'whatever reads the log files of audit gets more: all management events, from all accounts of the organization; a second copy is paid for',
      },
      apply: [select({ AdvancedEventSelectors: [management(), functions] }, eventsSay)],
      undo: [{ ...select({ AdvancedEventSelectors: [functions] }, selectorsBack), undoes: 0 }],
      after: {
        ...of('audit'),
        ofOrganization: true,
        selectors: { form: 'advanced', list: [management(), functions] },
      },
    },
  },
  {
    name: 'a trail that may leave out the calls of KMS, and does',
    settings: { optional: ['kms.amazonaws.com'] },
    state: {
      ...of('audit'),
      selectors: { form: 'advanced', list: [management({ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] })] },
    },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a trail of data events beside one that records everything',
    state: {
      ...of('objects'),
      allRegions: false,
      selectors: { form: 'basic', list: [objectsOnly] },
      coveredBy: 'arn:aws:cloudtrail:us-east-1:444455556666:trail/organization',
    },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a trail with five selectors of data events and none of management events',
    state: { ...of('objects'), selectors: { form: 'basic', list: Array.from({ length: 5 }, () => objectsOnly) } },
    plan: { outcome: 'leave', because: 'objects has five selectors of data events, and CloudTrail takes no sixth' },
  },
  {
    name: 'a trail whose selectors CloudTrail does not show',
    state: { ...of('audit'), selectors: { form: 'basic', list: [] } },
    plan: { outcome: 'leave', because: 'what audit records could not be read' },
  },
  {
    name: 'the trail of AWS Control Tower',
    state: { ...of('aws-controltower-BaselineCloudTrail'), validated: false },
    plan: {
      outcome: 'leave',
      because: 'aws-controltower-BaselineCloudTrail is kept by AWS Control Tower, which alone can change it',
    },
  },
];

function of(name: string): Trail {
  return {
    name,
    arn: `arn:aws:cloudtrail:eu-central-1:111122223333:trail/${name}`,
    ofOrganization: false,
    allRegions: true,
    globalServices: true,
    validated: true,
    selectors: null,
    coveredBy: null,
  };
}

function management(...narrowing: readonly { readonly Field: string; readonly NotEquals: string[] }[]) {
  return {
    Name: 'Management events',
    FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, ...narrowing],
  };
}

function update(settings: object, says: string): Change<'cloudtrail:UpdateTrail'> {
  return { call: 'cloudtrail:UpdateTrail', input: { Name: of('audit').arn, ...settings }, says };
}

function select(selectors: object, says: string): Change<'cloudtrail:PutEventSelectors'> {
  return { call: 'cloudtrail:PutEventSelectors', input: { TrailName: of('audit').arn, ...selectors }, says };
}
