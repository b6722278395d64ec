import { runStart } from '../../../src/runtime/start.ts';

/** `conveyor start` with stand-ins for the product's own processes; PostgreSQL and Temporal are the real ones. */
const program = 'test/runtime/stand-ins/product.ts';
process.exitCode = await runStart({
  fresh: process.argv.includes('--fresh'),
  source: { variables: process.env, folder: process.env['CONVEYOR_HOME'] ?? '' },
  commands: { sandbox: [program, 'sandbox'], worker: [program, 'worker'], api: [program, 'api'] },
});
