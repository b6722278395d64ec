/** Names of the bare workflow, which the workflow's own bundle shares with the process that runs it. */
export const bareQueues = { workflows: 'bare-workflows', odoo: 'bare-odoo', vendor: 'bare-vendor' } as const;

export const bareOrderType = 'bareOrder';
export const bareSignal = 'odooEvent';
export const bareWorkflowId = (externalId: string): string => `bare:${externalId}`;

export interface BareOrderInput {
  readonly externalId: string;
}
