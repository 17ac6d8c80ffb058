import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

const serviceName = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'homeostat';

export const logger = new Logger({ serviceName });
const metrics = new Metrics({ namespace: 'Homeostat', serviceName });

/** Counts something, told apart by one dimension: `count('EventDropped', { reason: 'foreign-account' })`. */
export function count(name: string, dimension: Readonly<Record<string, string>>, by = 1): void {
  const single = metrics.singleMetric();
  for (const [key, value] of Object.entries(dimension)) {
    single.addDimension(key, value);
  }
  single.addMetric(name, MetricUnit.Count, by);
}

export interface Input {
  readonly finding?: { readonly id: string };
}

/** A handler whose log lines all carry the remediation's id, inside a trace where X-Ray is on. */
export function traced<In, Out>(handle: (input: In) => Promise<Out>): (input: In) => Promise<Out> {
  return async (input) => {
    logger.resetKeys();
    const remediation = (input as Input)?.finding?.id;
    if (remediation !== undefined) {
      logger.appendKeys({ remediation });
    }
    const done = await segment(remediation);
    try {
      return await handle(input);
    } catch (error) {
      logger.warn('the step failed', {
        error: error instanceof Error ? { name: error.name, message: error.message } : 'unknown',
      });
      throw error;
    } finally {
      done();
    }
  };
}

/** The X-Ray SDK is loaded only where Lambda samples a trace. */
async function segment(remediation: string | undefined): Promise<() => void> {
  if (!process.env['_X_AMZN_TRACE_ID']?.includes('Sampled=1') || process.env['AWS_XRAY_DAEMON_ADDRESS'] === undefined) {
    return () => {};
  }
  const { Tracer } = await import('@aws-lambda-powertools/tracer');
  const tracer = new Tracer({ serviceName });
  const parent = tracer.getSegment();
  const part = parent?.addNewSubsegment('## step');
  if (part === undefined) {
    return () => {};
  }
  tracer.setSegment(part);
  if (remediation !== undefined) {
    tracer.putAnnotation('remediation', remediation);
  }
  return () => {
    part.close();
    if (parent !== undefined) {
      tracer.setSegment(parent);
    }
  };
}
