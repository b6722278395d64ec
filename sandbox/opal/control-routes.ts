import { answerControl } from '../answer-control.ts';
import { orderRoutes } from '../order-routes.ts';
import type { SimulatorRequest, SimulatorResponse } from '../simulator.ts';
import { moveSchema } from './control.ts';
import type { OpalControl } from './control.ts';
import { byHandSchema } from './model.ts';
import { opalSandboxSettingsSchema } from './settings.ts';

const routes = orderRoutes(
  { newOrder: byHandSchema, move: moveSchema, change: opalSandboxSettingsSchema.partial().strict() },
  (control: OpalControl) => control.orders().map(({ orderNumber }) => orderNumber),
);

/** Answers one call to `/opal/_control`; `path` is what follows it. */
export const handleOpalControl = (control: OpalControl, request: SimulatorRequest): SimulatorResponse =>
  answerControl(routes, () => control, request);
