/** Why the API did not do it, in a sentence. Status 0 is no answer at all. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;

  constructor(status: number, says: string) {
    super(says);
    this.status = status;
  }

  static from(status: number, answer: unknown): Problem {
    const says = typeof answer === 'object' && answer !== null && 'says' in answer ? String(answer.says) : '';
    return new Problem(status, says || `Homeostat answered with ${status}.`);
  }
}

/** Whether it is that nobody is signed in (any more). */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Problem && error.status === 401;
}

/** What an error says to a person. */
export function saysOf(error: unknown): string {
  return error instanceof Problem ? error.message : 'Something went wrong on this page. Load it again.';
}

/** Whether to try again may help. */
export function mayPass(error: unknown): boolean {
  return !(error instanceof Problem) || error.status === 0 || error.status === 429 || error.status >= 500;
}
