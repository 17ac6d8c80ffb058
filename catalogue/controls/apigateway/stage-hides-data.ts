import * as z from 'zod';
import {
  inputOf,
  nameOf,
  type Operation,
  patch,
  type Stage,
  settingsPath,
  stageOf,
  stageReads,
  stages,
  stageTriggers,
  stageWrite,
} from '../../apigateway/stage.ts';
import { defineControl, type NonEmpty, type Reversible } from '../../control.ts';

const Traced = z.object({
  api: z.string(),
  stage: z.string(),
  /** The keys of the settings that log whole requests and responses: of all methods, or of one. */
  traced: z.array(z.string()),
});
type Traced = z.infer<typeof Traced>;

export const stageHidesData = defineControl({
  id: 'apigateway.stage-hides-data',
  title: 'Stages of REST APIs keep what callers send out of the log',
  practice: 'safe errors',
  severity: 'high',
  standards: { CWE: ['CWE-532'] },
  why: 'With data tracing, API Gateway logs requests and responses whole: passwords, tokens and personal data that callers send and get. Whoever may read the log reads them, and they stay as long as the log does.',
  impact:
    'New log entries no longer hold requests and responses whole; callers notice nothing, whoever looks for a fault in the log does. What is in the log already stays there until somebody deletes it or its retention ends. The level of the log and the access log stay as they are. It holds at once, without a deployment.',
  triggers: stageTriggers,
  ...stages,
  reads: stageReads,
  writes: [stageWrite],
  state: Traced,

  async read(target, aws) {
    const stage = stageOf(target);
    const settings = (await aws('apigateway:GetStage', inputOf(stage)))?.methodSettings ?? {};
    const traced = Object.keys(settings).filter((key) => settings[key]?.dataTraceEnabled === true);
    return { ...stage, traced: traced.toSorted() };
  },

  plan(stage) {
    const [first, ...others] = stage.traced;
    if (first === undefined) {
      return { outcome: 'compliant' };
    }
    const keys = [first, ...others] as const;
    return {
      outcome: 'change',
      risk: hidden(stage),
      apply: [patch(stage, trace(keys, false), `Log no whole requests and responses on ${nameOf(stage)}`)],
      undo: [patch(stage, trace(keys, true), `Log whole requests and responses on ${nameOf(stage)} again`)],
      after: { ...stage, traced: [] },
    };
  },

  examples: [
    { name: 'a stage that traces no data', state: of([]), plan: { outcome: 'compliant' } },
    {
      name: 'a stage that traces the data of all methods, and of one by itself',
      state: of(['*/*', '~1pets~1{id}/GET']),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'whoever looks for requests and responses in the log of stage prod of API a1b2c3 finds none of new calls; callers get the same answers',
        },
        apply: [
          patch(
            of([]),
            [
              { op: 'replace', path: '/*/*/logging/dataTrace', value: 'false' },
              { op: 'replace', path: '/~1pets~1{id}/GET/logging/dataTrace', value: 'false' },
            ],
            'Log no whole requests and responses on stage prod of API a1b2c3',
          ),
        ],
        undo: [
          patch(
            of([]),
            trace(['*/*', '~1pets~1{id}/GET'], true),
            'Log whole requests and responses on stage prod of API a1b2c3 again',
          ),
        ],
        after: of([]),
      },
    },
  ],
});

function trace([first, ...others]: NonEmpty<string>, on: boolean): NonEmpty<Operation> {
  const operation = (key: string): Operation => ({
    op: 'replace',
    path: `${settingsPath(key)}/logging/dataTrace`,
    value: String(on),
  });
  return [operation(first), ...others.map(operation)];
}

/** Callers are not the only ones: somebody may have turned it on to look for a fault. */
function hidden(stage: Stage): Reversible {
  return {
    level: 'disruptive',
    because: `whoever looks for requests and responses in the log of ${nameOf(stage)} finds none of new calls; callers get the same answers`,
  };
}

function of(traced: string[]): Traced {
  return { api: 'a1b2c3', stage: 'prod', traced };
}
