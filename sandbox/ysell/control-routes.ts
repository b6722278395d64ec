import { answerControl } from '../answer-control.ts';
import { orderRoutes } from '../order-routes.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import { statusChangeSchema } from './control.ts';
import type { YsellControl } from './control.ts';
import { newOrderSchema } from './model.ts';
import { ysellSettingsSchema } from './settings.ts';

const routes = orderRoutes(
  { newOrder: newOrderSchema, move: statusChangeSchema, change: ysellSettingsSchema.partial().strict() },
  (control: YsellControl) => control.orders().map(({ id }) => String(id)),
);

/** Answers one call to `/ysell/_control`; `path` is what follows it. */
export const handleYsellControl = (control: YsellControl, request: SimulatorRequest): SimulatorResponse =>
  answerControl(routes, () => control, request);
