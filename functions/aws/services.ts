/**
 * The AWS services a control may call. A client is loaded when the first call needs it,
 * so an S3 event never pays for IAM. Adding a service to the product is adding its line here:
 * the names and inputs of its calls follow from its own types.
 */
export const services = {
  config: () => import('@aws-sdk/client-config-service'),
  iam: () => import('@aws-sdk/client-iam'),
  s3: () => import('@aws-sdk/client-s3'),
};

export type ServiceName = keyof typeof services;
