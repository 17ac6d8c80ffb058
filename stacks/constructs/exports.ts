import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type CfnFunction, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { indexNames } from '../../functions/domain/listing.ts';
import { acknowledge } from '../acknowledge.ts';
import { functionRole } from '../names.ts';
import type { HandlerFunction } from './handler-function.ts';
import type { Store } from './store.ts';

export interface ExportsProps {
  readonly export: HandlerFunction;
  readonly store: Store;
}

/** Where exports lie until they are fetched, for a day, and the function that writes them. */
export class Exports extends Construct {
  private readonly bucket: Bucket;
  private readonly store: Store;

  constructor(scope: Construct, id: string, { export: writing, store }: ExportsProps) {
    super(scope, id);
    this.store = store;
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
    acknowledge(
      this.bucket,
      'AwsSolutions-S1',
      'Who asked for an export is in the log; what lies here is gone in a day',
    );
    this.lets(writing);
    writing.may(['s3:PutObject', 's3:AbortMultipartUpload'], this.files());
    const indexes = indexNames.map((index) => `${store.history.tableArn}/index/${index}`);
    writing.may(['dynamodb:Query'], ...indexes);
    writing.may(['dynamodb:UpdateItem'], store.state.tableArn);
    // Its runs start one another until the end of the list, which each brings nearer: Lambda would stop the sixteenth.
    (writing.function.node.defaultChild as CfnFunction).recursiveLoop = RecursiveLoop.ALLOW;
  }

  /** Lets a function ask for exports and give their owners the links. */
  mayAsk(asking: HandlerFunction): void {
    this.lets(asking);
    asking.may(['dynamodb:PutItem'], this.store.state.tableArn);
  }

  private lets(using: HandlerFunction): void {
    using.function.addEnvironment('EXPORTS_BUCKET', this.bucket.bucketName);
    using.function.addEnvironment('EXPORT_FUNCTION', functionRole('export'));
    using.may(['lambda:InvokeFunction'], this.functionArn());
    using.may(['s3:GetObject'], this.files());
    using.may(['dynamodb:GetItem'], this.store.state.tableArn);
    acknowledge(
      using.role,
      `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(this.bucket.node.defaultChild as never)}.Arn>/*]`,
      'Each export is a file of its own',
    );
  }

  private files(): string {
    return this.bucket.arnForObjects('*');
  }

  /** By its name: a function that named itself would make a circle. */
  private functionArn(): string {
    return Stack.of(this).formatArn({
      service: 'lambda',
      resource: 'function',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: functionRole('export'),
    });
  }
}
