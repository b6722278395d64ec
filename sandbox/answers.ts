import type { SimulatorResponse } from './simulator.ts';

export const jsonAnswer = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): SimulatorResponse => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

export const htmlAnswer = (status: number, body: string): SimulatorResponse => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body,
});

/** "See other": what a form post answers, so that reloading the page does not post again. */
export const redirectAnswer = (location: string): SimulatorResponse => ({
  status: 303,
  headers: { Location: location },
  body: '',
});
