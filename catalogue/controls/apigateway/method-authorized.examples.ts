import { ask, type Method } from '../../apigateway/method.ts';
import type { Example, NonEmpty } from '../../control.ts';

export const examples: NonEmpty<Example<Method, 'apigateway:UpdateMethod'>> = [
  {
    name: 'a method with an authorizer',
    state: { ...of({}), authorization: 'CUSTOM', around: null },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'the method that browsers ask before a call from another site',
    state: { ...of({}), verb: 'OPTIONS', around: null },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a method that anybody may call by the settings',
    settings: { open: ['GET /pets'] },
    state: of({}),
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a method that asks for an API key only',
    state: { ...of({}), asksForKey: true },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because:
          'from the next deployment on, GET /pets of API a1b2c3 refuses whoever does not sign with IAM credentials that may call it; the API key that it asks for says nothing of who calls',
      },
      apply: [
        ask(of({}), 'AWS_IAM', 'Ask for IAM authorization on GET /pets of API a1b2c3 from its next deployment on'),
      ],
      undo: [
        ask(of({}), 'NONE', 'Ask for no authorization on GET /pets of API a1b2c3 again, from its next deployment on'),
      ],
      after: { ...of({}), asksForKey: true, authorization: 'AWS_IAM', around: null },
    },
  },
  {
    name: 'a method for every verb, beside one that answers browsers',
    state: { ...of({ hasOptions: true }), verb: 'ANY' },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because:
          'from the next deployment on, ANY /pets of API a1b2c3 refuses whoever does not sign with IAM credentials that may call it',
      },
      apply: [
        ask(
          { ...of({}), verb: 'ANY' },
          'AWS_IAM',
          'Ask for IAM authorization on ANY /pets of API a1b2c3 from its next deployment on',
        ),
      ],
      undo: [
        ask(
          { ...of({}), verb: 'ANY' },
          'NONE',
          'Ask for no authorization on ANY /pets of API a1b2c3 again, from its next deployment on',
        ),
      ],
      after: { ...of({}), verb: 'ANY', authorization: 'AWS_IAM', around: null },
    },
  },
  left('a method for every verb, that of browsers included', {
    state: { ...of({}), verb: 'ANY' },
    because:
      'ANY /pets of API a1b2c3 asks for no authorization, but answers OPTIONS, too, which browsers send without credentials: give /pets an OPTIONS method of its own first',
  }),
  left('a method of a private API', {
    state: of({ isPrivate: true, hasPolicy: true }),
    because:
      'GET /pets of API a1b2c3 asks for no authorization, but its API is private, and its policy says from which VPCs it is reached',
  }),
  left('a method of an API with a resource policy', {
    state: of({ hasPolicy: true }),
    because:
      'GET /pets of API a1b2c3 asks for no authorization, but its API has a resource policy, which may say who calls it',
  }),
  left('a method that is reached by custom domains only, where one asks for client certificates', {
    state: of({ mayAskForCertificate: true }),
    because:
      'GET /pets of API a1b2c3 asks for no authorization, but is reached by custom domains only, and one here asks for client certificates',
  }),
  left('a method of which it is not known what else keeps strangers out', {
    state: { ...of({}), around: null },
    because: 'GET r4s5t6 of API a1b2c3 asks for no authorization, but it was not read what else keeps strangers out',
  }),
];

function of(around: Partial<NonNullable<Method['around']>>): Method {
  return {
    ...{ api: 'a1b2c3', resource: 'r4s5t6', verb: 'GET', authorization: 'NONE', asksForKey: false },
    around: {
      ...{ path: '/pets', hasOptions: false, isPrivate: false, hasPolicy: false, mayAskForCertificate: false },
      ...around,
    },
  };
}

function left(name: string, { state, because }: { readonly state: Method; readonly because: string }) {
  return { name, state, plan: { outcome: 'leave' as const, because } };
}
