import * as z from 'zod';

/** The parameter of every control of administration ports. */
export const AdminPorts = z.object({
  ports: z
    .array(z.number().int().min(1).max(65_535))
    .min(1)
    .default([22, 3389])
    .describe('TCP ports that are for administration: 22 is SSH, 3389 is Remote Desktop'),
});
