import { InvalidArgumentError } from 'commander';

/** How many of something. */
export function count(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    throw new InvalidArgumentError('a whole number from 1 on, please.');
  }
  return Number(text);
}

/** A number of days as an option's value. */
export function days(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) {
    throw new InvalidArgumentError('a whole number of days, from 1 to 999.');
  }
  return Number(text);
}
