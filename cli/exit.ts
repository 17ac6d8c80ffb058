/** What the exit statuses mean, for scripts. */
export const exit = { done: 0, no: 1, badUsage: 2, couldNot: 3 } as const;

/** Something the user can act on, with the exit status that says what kind it is. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
