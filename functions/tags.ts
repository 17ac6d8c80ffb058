import type { Control } from '../catalogue/control.ts';
import { readerFor } from './aws/caller.ts';
import type { Send } from './aws/sender.ts';
import { config } from './config.ts';
import { asksForTags, subjectOf } from './domain/config.ts';
import type { RiskLevel, Target } from './domain/finding.ts';
import { logger } from './telemetry.ts';

export interface Tagged {
  readonly control: Control;
  readonly target: Target;
  readonly risk: RiskLevel;
  /** With whose credentials they are read. */
  readonly send: Send;
}

/** The tags of a resource, where they are asked for; undefined where they are not, or could not be read. */
export async function tagsOf({ control, target, send, risk }: Tagged): Promise<Record<string, string> | undefined> {
  if (!asksForTags(config, subjectOf(config, { control: control.id, target, tags: undefined }), risk)) {
    return undefined;
  }
  try {
    return await control.tags?.(target, readerFor(control, target, send));
  } catch (error) {
    logger.warn('the tags could not be read', {
      control: control.id,
      resource: target.arn,
      error: error instanceof Error ? error.name : 'unknown error',
    });
    return undefined;
  }
}
