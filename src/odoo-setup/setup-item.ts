/** One thing that helps inside Odoo, and how it is there. */
export interface SetupItem {
  readonly what: 'rule' | 'field';
  readonly model: string;
  readonly name: string;
  /**
   * `present`: as wanted; `missing`, `different`: would be made or corrected with `--apply`; `made`, `corrected`: just now; `refused`: Odoo
   * does not let us, `detail` says why.
   */
  readonly state: 'present' | 'missing' | 'different' | 'made' | 'corrected' | 'refused';
  readonly detail: string;
}
