import * as z from 'zod';
import { isDetail, withoutDetails } from '../../apigateway/error-details.ts';
import {
  GatewayResponse,
  put,
  readResponses,
  remove,
  responsesRead,
  responseWrites,
} from '../../apigateway/gateway-response.ts';
import { listRestApis, restApisRead } from '../../apigateway/rest-api.ts';
import { type Change, defineControl, type Undo } from '../../control.ts';
import { examples } from './errors-without-details.examples.ts';

const apis = 'arn:{partition}:apigateway:{region}::/restapis';

const Errors = z.object({ api: z.string(), responses: z.array(GatewayResponse) });

const Settings = z.object({
  messages: z
    .boolean()
    .default(false)
    .describe(
      'Whether API Gateway’s own messages are to go, too: plain mostly, but a refused caller with an AWS identity reads the action and the ARN in them',
    ),
});
type Settings = z.infer<typeof Settings>;

type Write = (typeof responseWrites)[number]['call'];

export const errorsWithoutDetails = defineControl({
  id: 'apigateway.errors-without-details',
  title: 'Errors of REST APIs tell callers no details',
  practice: 'safe errors',
  severity: 'low',
  resources: { 'AWS::ApiGateway::RestApi': 'by-arn' },
  standards: { CWE: ['CWE-209'], 'OWASP API Security Top 10': ['API8:2023'] },
  why: 'An error that says which check of the model failed, what went wrong behind the API or who the caller is to AWS helps whoever feels their way in.',
  impact:
    'Where an error held a detail, it holds the kind of the error, such as BAD_REQUEST_BODY. Its status, its headers and all other words of it stay. Clients that show or read the detail find it no longer; whoever runs the API finds it in the execution log, where that is on. The change waits in the API until its next deployment, which Homeostat does not make: that would publish whatever else was changed since the last one.',
  triggers: [
    {
      kind: 'api-call',
      service: 'apigateway',
      events: ['DeleteGatewayResponse', 'PutGatewayResponse', 'PutRestApi', 'UpdateGatewayResponse'],
      target: `${apis}/{restApiId}`,
    },
    {
      kind: 'api-call',
      service: 'apigateway',
      events: ['CreateRestApi', 'ImportRestApi'],
      target: `${apis}/{responseElements.id}`,
    },
  ],
  settings: Settings,
  reads: [responsesRead, { call: 'apigateway:GetRestApi', action: 'apigateway:GET', on: `${apis}/*` }, restApisRead],
  writes: responseWrites,
  gone: ['NotFoundException'],
  state: Errors,

  async *list({ partition, region }, aws) {
    for await (const id of listRestApis(aws)) {
      yield `arn:${partition}:apigateway:${region}::/restapis/${id}`;
    }
  },

  async tags({ arn }, aws) {
    return (await aws('apigateway:GetRestApi', { restApiId: idOf(arn) }))?.tags ?? {};
  },

  async read({ arn }, aws) {
    return { api: idOf(arn), responses: await readResponses(idOf(arn), aws) };
  },

  plan({ api, responses }, settings) {
    const [first, ...others] = responses.filter((response) => mended(response, settings) !== response);
    if (first === undefined) {
      const telling = responses.flatMap((response) => headersOf(response, settings));
      return telling.length === 0
        ? { outcome: 'compliant' }
        : {
            outcome: 'leave',
            because: `errors of API ${api} tell details in headers, which clients may rely on: ${telling.join(', ')}`,
          };
    }
    const types = [first, ...others].map(({ type }) => type).join(', ');
    const change = (response: GatewayResponse) =>
      put(
        api,
        mended(response, settings),
        `Tell no details in the error ${response.type} of API ${api} from its next deployment on`,
      );
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `from the next deployment on, clients of API ${api} find no details in these errors: ${types}`,
      },
      apply: [change(first), ...others.map(change)],
      undo: [back(api, first, 0), ...others.map((response, index) => back(api, response, index + 1))],
      after: { api, responses: responses.map((response) => mended(response, settings)) },
    };
  },

  examples,
});

/** A response without details in its body; itself where there are none. */
function mended(response: GatewayResponse, { messages }: Settings): GatewayResponse {
  const templates = Object.fromEntries(
    Object.entries(response.templates).map(([type, template]) => [type, withoutDetails(template, type, messages)]),
  );
  const isSame = Object.keys(templates).every((type) => templates[type] === response.templates[type]);
  return isSame ? response : { ...response, custom: true, templates };
}

/** The headers that tell details. They are named only: a person wrote them for clients that may need them. */
function headersOf({ type, headers }: GatewayResponse, { messages }: Settings): readonly string[] {
  return Object.entries(headers).flatMap(([header, source]) =>
    isDetail(source, messages) ? [`${header.replace('gatewayresponse.header.', '')} of ${type}`] : [],
  );
}

function back(api: string, response: GatewayResponse, undoes: number): Undo<Write> {
  const change: Change<Write> = response.custom
    ? put(
        api,
        response,
        `Give the error ${response.type} of API ${api} its earlier words again, from its next deployment on`,
      )
    : remove(
        api,
        response.type,
        `Give the error ${response.type} of API ${api} API Gateway’s own words again, from its next deployment on`,
      );
  return { ...change, undoes };
}

function idOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}
