import * as z from 'zod';

/** What EC2 did not do, in an answer that is no error. Source: EC2 API reference, CreateFlowLogs and DeleteFlowLogs. */
const Partly = z.object({
  Unsuccessful: z
    .array(z.object({ Error: z.object({ Code: z.string().optional(), Message: z.string().optional() }).optional() }))
    .min(1),
});

const partly: readonly string[] = ['ec2:CreateFlowLogs', 'ec2:DeleteFlowLogs'];

/**
 * Some calls are answered as if all were well, with a list of what AWS refused. Each change of a plan is about one resource,
 * so one on the list is all there was to do.
 * @throws {Refused} with what AWS says about it.
 */
export function refuseQuietRefusals(call: string, output: unknown): void {
  const refused = partly.includes(call) ? Partly.safeParse(output).data : undefined;
  if (refused !== undefined) {
    throw new Refused(refused.Unsuccessful.map(({ Error: why }) => `${why?.Code}, ${why?.Message}`).join('; '));
  }
}

class Refused extends Error {
  override readonly name = 'Refused';
}
