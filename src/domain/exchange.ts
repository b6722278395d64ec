/** One line of the exchange log: bodies are redacted and cut by whoever writes it. */
export interface Exchange {
  readonly at: Date;
  readonly connection: string;
  readonly direction: 'in' | 'out';
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly durationMs: number;
  readonly error: string | null;
  readonly externalIds: readonly string[];
  /** The run on whose behalf the call was made. */
  readonly workflowId: string | null;
  readonly request: string | null;
  readonly response: string | null;
}
