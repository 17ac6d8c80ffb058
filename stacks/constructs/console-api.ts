import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  IdentitySource,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RequestAuthorizer,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Console } from '../../functions/domain/console-config.ts';
import { acknowledge } from '../acknowledge.ts';
import type { HandlerFunction } from './handler-function.ts';
import { SignIn } from './sign-in.ts';
import { protect } from './web-acl.ts';

export interface ConsoleApiProps {
  readonly console: Console;
  readonly api: HandlerFunction;
  readonly authorize: HandlerFunction;
  readonly site: HandlerFunction;
  /** Where people open it, in a local cloud; ends with a slash. */
  readonly localUrl: string | undefined;
}

const stageName = 'prod';

/** The operators' page and its API behind API Gateway: throttled, logged without cookies, and behind a Web ACL. */
export class ConsoleApi extends Construct {
  readonly api: RestApi;
  readonly url: string;
  readonly signIn: SignIn;

  constructor(scope: Construct, id: string, props: ConsoleApiProps) {
    super(scope, id);
    this.api = this.restApi();
    const own = `https://${this.api.restApiId}.execute-api.${Stack.of(this).region}.${Stack.of(this).urlSuffix}/${stageName}/`;
    this.url = props.localUrl ?? props.console.url?.replace(/\/?$/, '/') ?? own;
    this.signIn = new SignIn(this, 'SignIn', { console: props.console, url: this.url });
    this.signIn.mayProve(props.api);
    for (const { function: told } of [props.api, props.authorize]) {
      for (const [name, value] of Object.entries(this.signIn.environment)) {
        told.addEnvironment(name, value);
      }
    }
    for (const { function: told } of [props.api, props.authorize, props.site]) {
      told.addEnvironment('CONSOLE_URL', this.url);
    }
    this.doors(props);
    this.refusals();
    protect(this, { api: this.api, name: 'homeostat-console', requestsIn5Minutes: 3_000 });
    acknowledge(
      this.api,
      'AwsSolutions-APIG2',
      'The function parses every request with a schema before it uses any of it',
    );
    acknowledge(
      this.api,
      'AwsSolutions-COG4',
      'A session of our own, begun by a sign-in with the user pool or another provider, is what an authorizer of our own asks for',
    );
    acknowledge(
      this.api,
      'AwsSolutions-APIG4',
      'Whoever signs in is nobody yet, and the page without the API is the same for everybody',
    );
  }

  private restApi(): RestApi {
    const log = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new RestApi(this, 'Api', {
      description: 'Homeostat: the operators’ page and its API',
      endpointTypes: [EndpointType.REGIONAL],
      binaryMediaTypes: ['*/*'],
      // An account has one role for the logs of all its APIs, which the approvers' pages make.
      cloudWatchRole: false,
      deployOptions: {
        stageName,
        tracingEnabled: true,
        throttlingRateLimit: 50,
        throttlingBurstLimit: 100,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(log),
        // No query: the provider's code comes back in it. No headers: the session's cookie is one.
        accessLogFormat: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            ip: '$context.identity.sourceIp',
            who: '$context.authorizer.principalId',
            method: '$context.httpMethod',
            path: '$context.path',
            status: '$context.status',
            latency: '$context.responseLatency',
          }),
        ),
      },
    });
  }

  /** Only the API asks who calls: a sign-in is for whoever is nobody yet, and the page is for them to begin it. */
  private doors({ api, authorize, site }: ConsoleApiProps): void {
    const authorizer = new RequestAuthorizer(this, 'Session', {
      handler: authorize.function,
      identitySources: [IdentitySource.header('Cookie')],
      // A session that ended opens nothing any more, not for another second.
      resultsCacheTtl: Duration.seconds(0),
    });
    const answering = new LambdaIntegration(api.function, { allowTestInvoke: false });
    const serving = new LambdaIntegration(site.function, { allowTestInvoke: false });
    const authorized = { authorizer, authorizationType: AuthorizationType.CUSTOM };
    this.api.root.addResource('api').addResource('{proxy+}').addMethod('ANY', answering, authorized);
    this.api.root.addResource('auth').addResource('{proxy+}').addMethod('ANY', answering);
    this.api.root.addMethod('ANY', serving);
    this.api.root.addResource('{proxy+}').addMethod('ANY', serving);
  }

  /** Whoever has no session is told so in the words of the API, wherever it was found out. */
  private refusals(): void {
    const templates = { 'application/json': '{"error":"signed-out","says":"Sign in first."}' };
    for (const type of [ResponseType.UNAUTHORIZED, ResponseType.ACCESS_DENIED]) {
      const responseHeaders = { 'Cache-Control': "'no-store'" };
      this.api.addGatewayResponse(`Gateway-${type.responseType}`, {
        type,
        statusCode: '401',
        responseHeaders,
        templates,
      });
    }
  }
}
