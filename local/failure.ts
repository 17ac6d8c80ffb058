/** The local cloud cannot start; `message` is one sentence, `wayOut` what the person can do about it. */
export class CannotStart extends Error {
  readonly wayOut: string;

  constructor(message: string, wayOut: string) {
    super(message);
    this.name = 'CannotStart';
    this.wayOut = wayOut;
  }
}
