import { Argument, InvalidArgumentError, Option } from 'commander';
import { mirrorModels } from '../domain/mirror/models.ts';
import type { MirrorModel } from '../domain/mirror/models.ts';

/** Told to the API when a person gives no `--reason`: the timeline never shows an empty one. */
export const defaultReason = 'asked for on the command line';

export const reasonOption = (): Option => new Option('--reason <words>', 'why, for the timeline and both sides');

export const limitOption = (): Option =>
  new Option('--limit <n>', 'at most so many').default(50).argParser(wholeNumber(1, 100_000));

/** The API watches an action for so long, and 30 s at most. */
export const waitOption = (): Option =>
  new Option('--wait <seconds>', 'how long to watch for the outcome').default(10).argParser(wholeNumber(0, 30));

/** An id of Odoo. */
export const odooIdArgument = (name: string, description: string): Argument =>
  new Argument(name, description).argParser(wholeNumber(1, 2_147_483_647));

/** Parses a whole number; anything else is wrong use. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`wanted a whole number from ${least} to ${most}`);
  };

/** Parses a positive decimal and keeps it as text, exact. */
export const positiveDecimal = (text: string): string => {
  if (/^\d+(\.\d+)?$/u.test(text) && Number(text) > 0) return text;
  throw new InvalidArgumentError('wanted a number above 0, for example 144');
};

/** Parses names of parts of the mirror of Odoo, with commas between them; `move-lines` is as good as `move_lines`. */
export const mirrorModelList = (text: string): readonly MirrorModel[] =>
  text.split(',').map((part) => {
    const name = part.trim().replaceAll('-', '_');
    const model = mirrorModels.find((each) => each === name);
    if (model !== undefined) return model;
    throw new InvalidArgumentError(`${part} is none of ${mirrorModels.join(', ')}`);
  });

/** Parses a moment and returns it as ISO 8601 UTC. */
export const isoMoment = (text: string): string => {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new InvalidArgumentError('wanted a time, for example 2026-01-17T10:00:00Z');
  return time.toISOString();
};
