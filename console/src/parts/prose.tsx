import { Fragment } from 'react';
import { timesIn } from '../pure/text.ts';
import { Time } from './time.tsx';

/** A sentence that was recorded: the times in it show as they are where one sits. */
export function Prose({ text }: { text: string }) {
  return timesIn(text).map(({ text: part, isTime }, index) => (
    <Fragment key={index}>{isTime ? <Time at={part} /> : part}</Fragment>
  ));
}
