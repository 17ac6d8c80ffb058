import type { CallName } from '../../../catalogue/calls.ts';
import type { Target } from '../../../catalogue/control.ts';

/** An answer of AWS, an error that it gives, or either as it depends on the input. */
type Answer = object | Refused | ((input: Readonly<Record<string, unknown>>) => object | Refused);

/** An error of AWS, by its name. */
export class Refused {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export type Answers = Readonly<Partial<Record<CallName, Answer>>>;

/** What a control makes of answers that AWS is known to give, where no emulator gives them. */
export interface Recorded {
  readonly control: string;
  readonly of: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly target: Target;
  /** Where the shapes were seen: a page of AWS's documentation, a recording in a public repository. */
  readonly source: string;
  /** What AWS answers while the resource is out of order. */
  readonly before: Answers;
  /** What AWS answers instead once it is mended; absent where the control is to leave it alone. */
  readonly after?: Answers;
  /** The CloudTrail record of the drift: its `eventSource`, `eventName`, parameters and answer. */
  readonly record: {
    readonly eventSource: string;
    readonly eventName: string;
    readonly requestParameters: Readonly<Record<string, unknown>> | null;
    readonly responseElements?: Readonly<Record<string, unknown>> | null;
  };
}
