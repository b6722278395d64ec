import { z } from 'zod';
import { withCorrelation } from '../../../connectors/correlation.ts';
import { findConnectionKind } from '../../../connectors/kinds.ts';
import type { ConnectionKind } from '../../../connectors/kinds.ts';
import { openCourier, openMarketplace, openPosSource, openPrepCentre } from '../../../connectors/open-connection.ts';
import type { Surroundings } from '../../../connectors/open-connection.ts';
import { isFailure } from '../../../domain/failure.ts';
import { matchOf } from '../../../domain/fulfilment/matches.ts';
import type { MatchSetting } from '../../../domain/fulfilment/matches.ts';
import { getOpenConnection } from '../../../store/connections.ts';
import type { OpenConnection } from '../../../store/connections.ts';
import { createVendorQuota } from '../../../store/quotas.ts';
import type { ApiDeps } from '../../deps.ts';
import { endpoint, noBody, noQuery, ok } from '../../endpoint.ts';
import { notFound } from '../../problem.ts';
import { connectionParams } from './connection-params.ts';

const testShape = z.strictObject({ ok: z.boolean(), sawInWords: z.string(), durationMs: z.int() });

export const testConnection = endpoint({
  method: 'POST',
  path: '/api/connections/{id}/test',
  access: 'operate',
  tag: 'connections',
  summary: 'Makes one harmless authenticated call to the other side',
  params: connectionParams,
  query: noQuery,
  body: noBody,
  answers: { 200: { description: 'What was seen, or what went wrong', schema: testShape } },
  problems: ['not-found'],
  handle: async ({ params: { id } }, deps) => {
    const connection = await getOpenConnection(deps.db, deps.box, id);
    if (connection === undefined) throw notFound(`There is no connection ${id}`);
    const startedAt = performance.now();
    const { ok: isOk, sawInWords } = await look(connection, deps);
    return ok({ ok: isOk, sawInWords, durationMs: Math.round(performance.now() - startedAt) });
  },
});

const look = async (connection: OpenConnection, deps: ApiDeps): Promise<{ ok: boolean; sawInWords: string }> => {
  const kind = findConnectionKind(connection.kind);
  if (kind === undefined)
    return { ok: false, sawInWords: `This version knows no connections of kind ${connection.kind}` };
  const surroundings = (requestsPerSecond: number) => ({
    quota: createVendorQuota(deps.db, connection.id, { requestsPerSecond }),
    log: deps.exchanges.log,
    userAgent: deps.userAgent,
  });
  try {
    return {
      ok: true,
      sawInWords: await withCorrelation({ workflowId: null }, () =>
        test(kind, connection, { surroundings, findPosConfig: deps.findPosConfig, findMatch: deps.findMatch }),
      ),
    };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { ok: false, sawInWords: error.message };
  }
};

interface Outside extends Pick<ApiDeps, 'findPosConfig' | 'findMatch'> {
  readonly surroundings: (requestsPerSecond: number) => Surroundings;
}

/** @throws Failure */
const test = async (
  kind: ConnectionKind,
  connection: OpenConnection,
  { surroundings, findPosConfig, findMatch }: Outside,
): Promise<string> => {
  switch (kind.category) {
    case 'marketplace': {
      const { requestsPerSecond } = kind.marketplaceSettings(connection.settings);
      return openMarketplace(kind, connection, surroundings(requestsPerSecond)).test();
    }
    case 'pos': {
      const { requestsPerSecond, posConfig } = kind.posSettings(connection.settings);
      const sawInWords = await openPosSource(kind, connection, surroundings(requestsPerSecond)).test();
      const { id, name } = await findPosConfig(posConfig);
      return `${sawInWords}. Its orders go to the point of sale ${name} (${id}) in Odoo`;
    }
    case 'fulfilment': {
      const { requestsPerSecond, match } = kind.fulfilmentSettings(connection.settings);
      const sawInWords = await openPrepCentre(kind, connection, surroundings(requestsPerSecond)).test();
      return `${sawInWords.replace(/\.$/, '')}. ${await matchInWords(match, findMatch)}`;
    }
    case 'delivery': {
      const { requestsPerSecond } = kind.courierSettings(connection.settings);
      return openCourier(kind, connection, surroundings(requestsPerSecond)).test();
    }
  }
};

/** @throws Failure when Odoo has none or several of that name */
const matchInWords = async (match: MatchSetting, findMatch: ApiDeps['findMatch']): Promise<string> => {
  const named = matchOf(match);
  if (named.by === 'all') return 'It ships every sale order that is confirmed in Odoo';
  const id = await findMatch(named.by, named.nameOrId);
  return `It ships the confirmed sale orders of the ${named.by} ${named.nameOrId} (${id}) in Odoo`;
};
