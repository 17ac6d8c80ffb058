import type { Exchange } from '../../local/trail/exchange.ts';

type Call = Partial<Omit<Exchange, 'body' | 'responseBody'>> & {
  service: string;
  key?: string;
  region?: string;
  body?: string;
  responseBody?: string;
};

/** A request as the AWS CLI signs it, and its answer. */
export function exchangeOf({
  service,
  key = 'test',
  region = 'eu-west-1',
  body = '',
  responseBody = '',
  ...rest
}: Call): Exchange {
  const credential = `Credential=${key}/20261101/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
  return {
    method: 'POST',
    url: '/',
    from: '127.0.0.1',
    at: new Date('2026-11-01T12:00:00.123Z'),
    status: 200,
    responseHeaders: { 'x-amzn-requestid': 'request-1' },
    ...rest,
    headers: { host: 'localhost:4566', 'user-agent': 'aws-cli/2', authorization, ...rest.headers },
    body: Buffer.from(body),
    responseBody: Buffer.from(responseBody),
  };
}

/** The form of the Query protocol, as the CLI sends it. */
export function formOf(fields: Record<string, string>): Pick<Call, 'headers' | 'body'> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return { headers, body: new URLSearchParams({ Version: '2010-05-08', ...fields }).toString() };
}
