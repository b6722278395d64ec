import { sql } from 'kysely';
import { json } from '../database.ts';
import type { Db } from '../database.ts';
import { mark } from './notice.ts';

/** A rule of a pricelist as it was seen. */
export interface SeenRule {
  readonly id: number;
  readonly hash: string;
  readonly pricelistId: number;
  readonly productId: number | null;
  readonly templateId: number | null;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
}

/** Which listings a rule makes the price of: a product's, a template's, or all (also for a category). */
interface RuleScope {
  readonly productId: number | null;
  readonly templateId: number | null;
}

/** Keeps rules that were seen. @returns scopes, old and new, of those that are new or differ from what was kept */
export const keepRules = async (db: Db, rules: readonly SeenRule[]): Promise<readonly RuleScope[]> => {
  if (rules.length === 0) return [];
  const result = await sql<RuleScope>`
    with given as (
      select * from jsonb_to_recordset(${json(rules)}::jsonb) as given(
        id bigint, hash text, "pricelistId" bigint, "productId" bigint, "templateId" bigint, "startsAt" timestamptz, "endsAt" timestamptz)),
    before as (
      select rule.product_id, rule.template_id from pricelist_rules rule join given on given.id = rule.id
      where rule.hash <> given.hash),
    kept as (
      insert into pricelist_rules as rule (id, hash, pricelist_id, product_id, template_id, starts_at, ends_at)
      select id, hash, "pricelistId", "productId", "templateId", "startsAt", "endsAt" from given order by id
      on conflict (id) do update set
        hash = excluded.hash, pricelist_id = excluded.pricelist_id, product_id = excluded.product_id,
        template_id = excluded.template_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at
        where rule.hash <> excluded.hash
      returning rule.product_id, rule.template_id)
    select product_id as "productId", template_id as "templateId" from before
    union select product_id, template_id from kept`.execute(db);
  return result.rows;
};

/** Fills in rules that are older than the watch. A change of one that was written just now is seen by the next look. */
export const fillRules = async (db: Db, rules: readonly SeenRule[]): Promise<void> => {
  if (rules.length === 0) return;
  await sql`
    insert into pricelist_rules (id, hash, pricelist_id, product_id, template_id, starts_at, ends_at)
    select id, '', "pricelistId", "productId", "templateId", "startsAt", "endsAt"
    from jsonb_to_recordset(${json(rules)}::jsonb) as given(
      id bigint, "pricelistId" bigint, "productId" bigint, "templateId" bigint, "startsAt" timestamptz, "endsAt" timestamptz)
    order by id
    on conflict (id) do nothing`.execute(db);
};

/** Of these ids of rules, those that are not kept. */
export const unknownRules = async (db: Db, ids: readonly number[]): Promise<readonly number[]> => {
  if (ids.length === 0) return [];
  const result = await sql<{ id: number }>`
    select id from unnest(${[...ids]}::bigint[]) as given(id)
    where not exists (select from pricelist_rules rule where rule.id = given.id) order by id`.execute(db);
  return result.rows.map((row) => row.id);
};

/** Lets go of all rules but these. @returns scopes of those that are gone */
export const dropOtherRules = async (db: Db, ids: readonly number[]): Promise<readonly RuleScope[]> => {
  const result = await sql<RuleScope>`
    delete from pricelist_rules where id <> all(${[...ids]}::bigint[])
    returning product_id as "productId", template_id as "templateId"`.execute(db);
  return result.rows;
};

/** Scopes of rules that began or ended in between. Odoo's own clock runs in whole seconds, and a rule holds through the second it ends in. */
export const rulesTurned = async (db: Db, after: Date, until: Date): Promise<readonly RuleScope[]> => {
  const result = await sql<RuleScope>`
    select distinct product_id as "productId", template_id as "templateId" from pricelist_rules
    where starts_at > ${after} and starts_at <= ${until}
      or ends_at + interval '1 second' > ${after} and ends_at + interval '1 second' <= ${until}`.execute(db);
  return result.rows;
};

/** Makes the listings dirty that these scopes concern. A listing whose template is not known may be any template's. */
export const markScopesDirty = async (
  db: Db,
  connections: readonly string[],
  scopes: readonly RuleScope[],
  reason: string,
): Promise<number> => {
  if (scopes.length === 0 || connections.length === 0) return 0;
  const isOfConnections = sql`listing.connection = any(${[...connections]}::text[])`;
  if (scopes.some(({ productId, templateId }) => productId === null && templateId === null)) {
    return mark(db, { bulk: true, reason }, isOfConnections);
  }
  const products = scopes.flatMap(({ productId }) => productId ?? []);
  const templates = scopes.flatMap(({ productId, templateId }) => (productId === null ? (templateId ?? []) : []));
  return mark(
    db,
    { bulk: false, reason },
    sql`${isOfConnections} and (listing.product_id = any(${products}::bigint[])
      or ${templates.length > 0} and (listing.template_id is null or listing.template_id = any(${templates}::bigint[])))`,
  );
};
