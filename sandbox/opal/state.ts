import { OrderState } from '../order-state.ts';
import { orderSchema } from './model.ts';
import type { OpalOrder } from './model.ts';
import { defaultOpalSettings, opalSandboxSettingsSchema } from './settings.ts';
import type { OpalSandboxSettings } from './settings.ts';

/** Everything the simulated OPAL remembers. */
export class OpalState extends OrderState<string, OpalOrder, OpalSandboxSettings> {
  constructor(journalPath: string | null) {
    super({
      journalPath,
      order: orderSchema,
      settings: opalSandboxSettingsSchema,
      defaults: defaultOpalSettings,
      idOf: ({ orderNumber }) => orderNumber,
    });
  }

  /** By either number. */
  find(number: string): OpalOrder | undefined {
    return this.get(number) ?? this.orders().find(({ trackingNumber }) => trackingNumber === number);
  }
}
