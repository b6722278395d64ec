import type { Major, Model } from '../registry.ts';
import { accountingModels } from './accounting.ts';
import { automationModels } from './automation.ts';
import { cashRoundingModels } from './cash-rounding.ts';
import { currencyModels } from './currencies.ts';
import { fiscalPositionModels } from './fiscal-positions.ts';
import { mailModels } from './mail.ts';
import { moveLineModels } from './move-lines.ts';
import { moveModels } from './moves.ts';
import { partnerModels } from './partners.ts';
import { pickingModels } from './pickings.ts';
import { pricelistModels } from './pricelists.ts';
import { posConfigModels } from './pos-configs.ts';
import { posOrderLineModels } from './pos-order-lines.ts';
import { posOrderModels } from './pos-orders.ts';
import { posPaymentMethodModels } from './pos-payment-methods.ts';
import { posPaymentModels } from './pos-payments.ts';
import { posSessionModels } from './pos-sessions.ts';
import { attributeModels } from './product-attributes.ts';
import { categoryModels } from './product-categories.ts';
import { procurementModels } from './procurement.ts';
import { productModels } from './products.ts';
import { quantModels } from './quants.ts';
import { saleLineModels } from './sale-lines.ts';
import { saleOrderModels } from './sale-orders.ts';
import { taxModels } from './taxes.ts';
import { technicalModels } from './technical.ts';
import { userModels } from './users.ts';
import { wizardModels } from './validation.ts';
import { warehouseModels } from './warehouses.ts';

/** Every model of a version. */
export const modelsOf = (major: Major): Model[] => [
  ...partnerModels(major),
  ...userModels(major),
  ...technicalModels(),
  ...mailModels(major),
  ...automationModels(),
  ...currencyModels(),
  ...categoryModels(),
  ...productModels(major),
  ...taxModels(major),
  ...fiscalPositionModels(major),
  ...attributeModels(),
  ...pricelistModels(major),
  ...warehouseModels(major),
  ...quantModels(major),
  ...procurementModels(major),
  ...moveModels(major),
  ...moveLineModels(major),
  ...pickingModels(major),
  ...wizardModels(),
  ...saleOrderModels(major),
  ...saleLineModels(major),
  ...accountingModels(major),
  ...cashRoundingModels(),
  ...posPaymentMethodModels(major),
  ...posConfigModels(major),
  ...posSessionModels(major),
  ...posOrderModels(major),
  ...posOrderLineModels(major),
  ...posPaymentModels(major),
];
