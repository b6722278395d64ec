import { stopStack } from './stack.ts';

/** Mocha calls it after the last test, also when the run was interrupted. */
export const mochaGlobalTeardown = stopStack;
