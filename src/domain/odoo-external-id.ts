/**
 * The external id of a record Conveyor makes in Odoo (interface.md §6): module `conveyor`, the parts joined by `_`.
 *
 * `odooExternalId(['cartona', 'order', 'GMNvpbLM'])` is `conveyor.cartona_order_GMNvpbLM`. Characters outside `[A-Za-z0-9_-]` become `%XX`
 * per byte of UTF-8: Odoo refuses spaces in an external id and takes the first dot for the end of the module's name.
 */
export const odooExternalId = (parts: readonly string[]): string => `conveyor.${odooExternalName(parts)}`;

/** The same without the module. */
export const odooExternalName = (parts: readonly string[]): string => parts.map(escaped).join('_');

/** encodeURIComponent leaves `. ! ~ * ' ( )` as they are; a lone surrogate, which it would throw on, becomes U+FFFD. */
const escaped = (part: string): string =>
  encodeURIComponent(part.toWellFormed()).replace(
    /[.!~*'()]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
