/**
 * AWS's list prices for us-east-1 in US dollars, without free tiers and discounts, as published in 2025.
 * Each line names the page that says it.
 */
export const prices = {
  // https://aws.amazon.com/lambda/pricing/ (Arm, first tier)
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2e-6,
  // https://aws.amazon.com/step-functions/pricing/ (Standard: each state that is entered)
  stateTransition: 0.025e-3,
  // The same page (Express: requests, and duration in steps of 100 ms and 64 MB, first tier)
  expressRequest: 1e-6,
  expressGbSecond: 0.06 / 3600,
  // https://aws.amazon.com/dynamodb/pricing/on-demand/ (standard class)
  dynamodbWriteUnit: 0.625e-6,
  dynamodbReadUnit: 0.125e-6,
  // https://aws.amazon.com/eventbridge/pricing/ (AWS's own events are free; each 64 KB counts)
  customEvent: 1e-6,
  // https://aws.amazon.com/s3/pricing/ (standard class: PUT and the like; GET and all other)
  s3Put: 0.005e-3,
  s3Get: 0.0004e-3,
  // https://aws.amazon.com/cloudwatch/pricing/ (logs and vended logs, ingested)
  logGb: 0.5,
} as const;
