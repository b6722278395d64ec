import type { Env } from './env.ts';
import { escapeHtml } from './models/mail.ts';
import type { Row } from './values.ts';
import { num, text } from './values.ts';

/** Most records a list shows. */
export const SHOWN = 200;

export type Page = { readonly title: string; readonly body: string; readonly status?: number };

/** The newest records, as many as a list shows. */
export const latest = (env: Env, model: string): Row[] =>
  env.rows(model, env.search(model, [], { order: 'id desc', limit: SHOWN }));
export const cells = (row: Row, fields: readonly string[]): string[] =>
  fields.map((field) => escapeHtml(text(row, field)));
export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
export const button = (base: string, action: string, label: string): string =>
  `<form method="post" action="${base}${action}"><button>${label}</button></form> `;
export const nameOf = (env: Env, model: string, id: number): string => {
  const row = env.find(model, id);
  return row ? escapeHtml(env.displayName(model, row)) : '';
};
export const money = (row: Row, field: string): string => num(row, field).toFixed(2);

export const pickingLink = (base: string, row: Row): string =>
  `<a href="${base}/web/pickings/${num(row, 'id')}">${escapeHtml(text(row, 'name'))}</a>`;
