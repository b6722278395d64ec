import type { Major, Model } from '../registry.ts';
import { automationModels } from './automation.ts';
import { currencyModels } from './currencies.ts';
import { mailModels } from './mail.ts';
import { moveLineModels } from './move-lines.ts';
import { moveModels } from './moves.ts';
import { partnerModels } from './partners.ts';
import { pickingModels } from './pickings.ts';
import { pricelistModels } from './pricelists.ts';
import { attributeModels } from './product-attributes.ts';
import { categoryModels } from './product-categories.ts';
import { productModels } from './products.ts';
import { quantModels } from './quants.ts';
import { saleLineModels } from './sale-lines.ts';
import { saleOrderModels } from './sale-orders.ts';
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
  ...attributeModels(),
  ...pricelistModels(major),
  ...warehouseModels(major),
  ...quantModels(major),
  ...moveModels(major),
  ...moveLineModels(major),
  ...pickingModels(major),
  ...wizardModels(),
  ...saleOrderModels(major),
  ...saleLineModels(major),
];
