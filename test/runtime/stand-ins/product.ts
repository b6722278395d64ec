import { createServer } from 'node:http';
import { onParentGone } from '../../../src/runtime/parent-gone.ts';

/** Stands in for the sandbox, the worker or the API: listens where it would, answers every request with 200, and ends when asked. */
const [role] = process.argv.slice(2);
const port =
  role === 'api' ? process.env['CONVEYOR_PORT'] : role === 'sandbox' ? process.env['CONVEYOR_SANDBOX_PORT'] : '0';
if (process.env['STAND_IN_FAILS'] === role) {
  console.error('This Odoo belongs to somebody else');
  process.exit(1);
}
const server = createServer((request, response) => {
  response.end(request.url === '/environment' ? JSON.stringify(process.env) : '{}');
});
server.listen(Number(port), '127.0.0.1');

const leave = (): never => process.exit(0);
process.once('SIGTERM', leave);
onParentGone(leave);
