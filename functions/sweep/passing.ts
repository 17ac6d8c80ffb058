const passing = /Throttl|TooManyRequests|LimitExceeded|ServiceFailure|ServiceUnavailable|InternalError|Timeout|ECONN/i;

/** Whether an error passes by itself, so that the next round may ask again. Every other one would only come again. */
export function passes(error: unknown): boolean {
  return error instanceof Error && passing.test(error.name);
}
