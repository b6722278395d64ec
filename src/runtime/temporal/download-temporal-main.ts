import { TestWorkflowEnvironment } from '@temporalio/testing';

const [downloadDir, version] = process.argv.slice(2);
if (downloadDir === undefined || version === undefined) throw new Error('Wanted: a folder and a version');

const environment = await TestWorkflowEnvironment.createLocal({
  // Kept for good: the version is pinned, so the file never grows old.
  server: { executable: { type: 'cached-download', downloadDir, version, ttl: '3650 days' } },
});
await environment.teardown();
