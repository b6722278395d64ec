import type { MarketplaceStatus } from '../../../domain/marketplace-order.ts';

const spelled = (status: MarketplaceStatus): string => status.replaceAll('_', '[_\\s-]');

/**
 * Whether the words of a refusal say that the order has the status that was asked for. "Already" must speak of that very status: an order
 * that is already delivered was not approved by our asking.
 */
export const saysAlreadyThere = (words: string, status: MarketplaceStatus): boolean =>
  new RegExp(
    `already\\s+(?:(?:in|at|has|is|been|set|to|the|this|that|marked|as|status|state)\\s+)*["'“]?${spelled(status)}\\b`,
    'i',
  ).test(words) ||
  new RegExp(`status\\s+(?:is\\s+)?["'“]?${spelled(status)}["'”]?\\s+already`, 'i').test(words) ||
  /already\s+(?:in|has|at)\s+(?:this|that|the same)\s+(?:status|state)|same\s+(?:status|state)|(?:status|state)\s+(?:is\s+)?(?:unchanged|the same)/i.test(
    words,
  );

/** Whether the words of a refusal are about the one-time password of the retailer. */
export const speaksOfOtp = (words: string): boolean =>
  /(?:^|[^a-z])(?:retailer_)?otp(?:[^a-z]|$)|one[\s-]?time[\s-]?(?:password|code|pin)/i.test(words);
