import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findFreePort } from '../../src/runtime/ports.ts';

describe('node sandbox/main.ts', () => {
  let home: string;
  let port: number;
  let child: ChildProcess;
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'sandbox-home-'));
    port = await findFreePort();
  });
  afterEach(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(home, { recursive: true });
  });

  const untilListening = async (): Promise<void> => {
    child = spawn(process.execPath, ['sandbox/main.ts', '--no-demo'], {
      cwd: join(import.meta.dirname, '../..'),
      env: {
        PATH: process.env['PATH'],
        CONVEYOR_HOME: home,
        CONVEYOR_SANDBOX: 'on',
        CONVEYOR_SANDBOX_PORT: String(port),
        LOG_FORMAT: 'json',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    assert.ok(child.stdout);
    for await (const line of createInterface(child.stdout)) if (line.includes('sandbox listening')) return;
    assert.fail('the sandbox ended before it listened');
  };
  const control = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/cartona/_control/${path}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    });
    return response.json();
  };

  it('ends on SIGTERM within a second, with connections open', async () => {
    await untilListening();
    await control('summary');
    const startedAt = performance.now();
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    assert.equal(code, 0);
    assert.ok(performance.now() - startedAt < 1000);
  });

  it('has lost nothing it answered after a kill -9', async () => {
    await untilListening();
    await control('orders', { count: 20 });
    const before = await control('orders');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await untilListening();
    assert.deepEqual(await control('orders'), before);
  });
});
