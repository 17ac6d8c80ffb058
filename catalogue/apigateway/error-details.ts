/**
 * Variables of API Gateway that tell callers of an error about the inside of an API: what the model of a request refuses,
 * what went wrong behind it, and what AWS knows of the caller. What an authorizer answers is not among them: its author
 * chose it, mostly as the message for callers. Source: API Gateway developer guide, "Variables for data transformations"
 * and "Variables for access logging".
 */
const details = new RegExp(
  `^context\\.(?:${[
    'error\\.validationErrorString',
    'accountId',
    'identity\\.(?!sourceIp$|userAgent$).+',
    '(?:authenticate|authorize|authorizer|integration|waf)\\.(?:error|integrationStatus|status)',
    'integrationErrorMessage',
    'integrationStatus',
    'wafResponseCode',
    'webaclArn',
  ].join('|')})$`,
);

/** API Gateway's own message. It is plain, but tells a refused caller with an AWS identity the action and the ARN of the method. */
const messages = /^context\.error\.message(?:String)?$/;

const variable = /\$(?:\{([\w.]+)\}|((?:context|stageVariables)(?:\.\w+)+))/g;

/** Stands where a detail was: `BAD_REQUEST_BODY`, `ACCESS_DENIED`. */
const kind = '$context.error.responseType';

/** Whether a variable, without its `$`, tells a detail. */
export function isDetail(name: string, messagesToo: boolean): boolean {
  return details.test(name) || (messagesToo && messages.test(name));
}

/** A template with the kind of the error in the place of each detail; all else stays, and JSON stays JSON. */
export function withoutDetails(template: string, contentType: string, messagesToo: boolean): string {
  return template.replace(variable, (whole, braced: string | undefined, bare: string | undefined, at: number) => {
    if (!isDetail(braced ?? bare ?? '', messagesToo)) {
      return whole;
    }
    return contentType.endsWith('json') && !isInString(template.slice(0, at)) ? `"${kind}"` : kind;
  });
}

/** Whether JSON breaks off inside of a string. */
function isInString(before: string): boolean {
  return (before.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;
}
