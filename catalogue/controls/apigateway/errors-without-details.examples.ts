import { type GatewayResponse, put, remove } from '../../apigateway/gateway-response.ts';
import type { Example, NonEmpty } from '../../control.ts';

interface Errors {
  readonly api: string;
  readonly responses: GatewayResponse[];
}

const plain = '{"message":$context.error.messageString}';
const detailed =
  '{"message":$context.error.messageString,"code":17,"why":"Model: $context.error.validationErrorString","who":$context.identity.userArn}';
const undetailed =
  '{"message":$context.error.messageString,"code":17,"why":"Model: $context.error.responseType","who":"$context.error.responseType"}';
const cors = { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" };

export const examples: NonEmpty<Example<Errors, 'apigateway:PutGatewayResponse' | 'apigateway:DeleteGatewayResponse'>> =
  [
    {
      name: 'an API with API Gateway’s own errors',
      state: of(own('DEFAULT_4XX'), own('DEFAULT_5XX')),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'an API with errors of its own, which tell the kind, the number of the request and what the authorizer says',
      state: of(
        custom(
          'UNAUTHORIZED',
          '{"kind":"$context.error.responseType","request":"$context.requestId","hint":"$context.authorizer.hint"}',
        ),
      ),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'an API with an error that tells what its model refuses and who calls',
      state: of({ ...custom('BAD_REQUEST_BODY', detailed), status: '422', headers: cors }, own('DEFAULT_4XX')),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'from the next deployment on, clients of API a1b2c3 find no details in these errors: BAD_REQUEST_BODY',
        },
        apply: [
          put(
            'a1b2c3',
            { ...custom('BAD_REQUEST_BODY', undetailed), status: '422', headers: cors },
            'Tell no details in the error BAD_REQUEST_BODY of API a1b2c3 from its next deployment on',
          ),
        ],
        undo: [
          {
            ...put(
              'a1b2c3',
              { ...custom('BAD_REQUEST_BODY', detailed), status: '422', headers: cors },
              'Give the error BAD_REQUEST_BODY of API a1b2c3 its earlier words again, from its next deployment on',
            ),
            undoes: 0,
          },
        ],
        after: of({ ...custom('BAD_REQUEST_BODY', undetailed), status: '422', headers: cors }, own('DEFAULT_4XX')),
      },
    },
    {
      name: 'an API with API Gateway’s own errors, where its messages are to go, too',
      settings: { messages: true },
      state: of(own('DEFAULT_4XX')),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: 'from the next deployment on, clients of API a1b2c3 find no details in these errors: DEFAULT_4XX',
        },
        apply: [
          put(
            'a1b2c3',
            custom('DEFAULT_4XX', '{"message":"$context.error.responseType"}'),
            'Tell no details in the error DEFAULT_4XX of API a1b2c3 from its next deployment on',
          ),
        ],
        undo: [
          {
            ...remove(
              'a1b2c3',
              'DEFAULT_4XX',
              'Give the error DEFAULT_4XX of API a1b2c3 API Gateway’s own words again, from its next deployment on',
            ),
            undoes: 0,
          },
        ],
        after: of(custom('DEFAULT_4XX', '{"message":"$context.error.responseType"}')),
      },
    },
    {
      name: 'an API with an error that tells a detail in a header',
      state: of({
        ...custom('BAD_REQUEST_BODY', plain),
        headers: { ...cors, 'gatewayresponse.header.x-why': 'context.error.validationErrorString' },
      }),
      plan: {
        outcome: 'leave',
        because: 'errors of API a1b2c3 tell details in headers, which clients may rely on: x-why of BAD_REQUEST_BODY',
      },
    },
  ];

function of(...responses: GatewayResponse[]): Errors {
  return { api: 'a1b2c3', responses };
}

function own(type: string): GatewayResponse {
  return { ...custom(type, plain), custom: false };
}

function custom(type: string, template: string): GatewayResponse {
  return { type, custom: true, status: null, headers: {}, templates: { 'application/json': template } };
}
