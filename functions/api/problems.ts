/** Why a request is not answered. `error` is for programs, `says` for people; neither tells what is inside. */
export interface Problem {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413;
  readonly error: string;
  readonly says: string;
}

/** A request that is refused, with what the one who asks is told. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.says);
    this.problem = problem;
  }
}

export function badInput(says: string): Refused {
  return new Refused({ status: 400, error: 'bad-input', says });
}

export function signedOut(): Refused {
  return new Refused({ status: 401, error: 'signed-out', says: 'Sign in first.' });
}

export function notAllowed(says: string): Refused {
  return new Refused({ status: 403, error: 'not-allowed', says });
}

/** What there is not, and what is not for the one who asks to see, look the same. */
export function missing(what: string): Refused {
  return new Refused({ status: 404, error: 'not-found', says: `There is no ${what}.` });
}

export function conflict(says: string): Refused {
  return new Refused({ status: 409, error: 'conflict', says });
}
