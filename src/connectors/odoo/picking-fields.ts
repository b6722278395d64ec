import { z } from 'zod';
import type { PickingState } from './client.ts';

export const pickingState = z.enum([
  'draft',
  'waiting',
  'confirmed',
  'assigned',
  'done',
  'cancel',
]) satisfies z.ZodType<PickingState>;
