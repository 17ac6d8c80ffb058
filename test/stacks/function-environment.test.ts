import { expect, test } from '@jest/globals';
import { functionEnvironment } from '../../stacks/function-environment.ts';

test.each([
  [undefined, {}],
  [{ SLACK_API_URL: 'http://127.0.0.1:1/' }, { SLACK_API_URL: 'http://127.0.0.1:1/' }],
  ['{"SLACK_API_URL":"http://127.0.0.1:1/"}', { SLACK_API_URL: 'http://127.0.0.1:1/' }],
])('the context %j gives functions these variables', (context, variables) => {
  expect(functionEnvironment(context)).toEqual(variables);
});

test.each(['SLACK_API_URL=x', '["a"]', { PORT: 1 }])('the context %j is refused by its name', (context) => {
  expect(() => functionEnvironment(context)).toThrow('The context functionEnvironment');
});
