import type { HistoryEvent } from '@aws-sdk/client-sfn';

/** What one execution did, event by event. */
export type Run = readonly HistoryEvent[];

/** The states in the order in which they were entered. */
export function statesOf(run: Run): readonly string[] {
  return run.flatMap(({ stateEnteredEventDetails: entered }) => (entered?.name ? [entered.name] : []));
}

/** Milliseconds from the start of an execution to its first state; on AWS next to nothing. */
export function pauseOf(run: Run): number {
  return at(run.find(({ type }) => type?.endsWith('StateEntered'))) - at(run[0]);
}

/** Milliseconds from an execution's start to its end. */
export function durationOf(run: Run): number {
  return at(run.at(-1)) - at(run[0]);
}

/** When the history had the end: the step `Close` was through. Milliseconds since 1970. */
export function closedAt(run: Run): number {
  return at(run.find(({ stateExitedEventDetails: exited }) => exited?.name === 'Close'));
}

/** Milliseconds of each function that ran, by the state that called it, the emulator's own part of each call included. */
export function functionsOf(run: Run): Readonly<Record<string, number>> {
  const took: Record<string, number> = {};
  let state = '';
  let scheduled: HistoryEvent | undefined;
  for (const event of run) {
    state = event.stateEnteredEventDetails?.name ?? state;
    if (event.type === 'TaskScheduled') scheduled = event;
    const isFunction = scheduled?.taskScheduledEventDetails?.resourceType === 'lambda';
    if (event.type === 'TaskSucceeded' && isFunction) took[state] = (took[state] ?? 0) + at(event) - at(scheduled);
  }
  return took;
}

function at(event: HistoryEvent | undefined): number {
  return event?.timestamp?.getTime() ?? Number.NaN;
}
