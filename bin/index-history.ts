import { connect } from '../cli/connect.ts';

// `npx tsx bin/index-history.ts`: once, after a deployment that brought indexes to a table that had remediations before. Writes
// each head anew with what its indexes need, as it stands, and counts what was never counted. Runs again safely.
const { outputs } = await connect();
const { indexAnew } = await import('../functions/aws/index-anew.ts');

console.error(`indexing ${outputs['HistoryTable']}`);
const done = await indexAnew((seen) => process.stderr.write(`\r${seen} remediations`));
console.error(`\r${done.indexed} indexed, ${done.moved} moved on meanwhile and index themselves`);
