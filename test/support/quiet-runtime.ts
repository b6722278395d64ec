import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { IllegalStateError } from '@temporalio/common';

/** Workers of a test come and go without a word. Where another test made the runtime already, its log stays as it is. */
export const beQuiet = (): void => {
  try {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
    });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
};
