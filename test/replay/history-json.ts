import { createRequire } from 'node:module';
import type { temporal } from '@temporalio/proto';

export type History = temporal.api.history.v1.IHistory;

interface ProtoJson {
  readonly toJson: (type: unknown, message: unknown) => unknown;
  readonly fromJson: (
    type: unknown,
    json: unknown,
    options: { readonly ignoreUnknownFields: boolean },
  ) => History | null;
}

interface Proto {
  readonly temporal: { readonly api: { readonly history: { readonly v1: { readonly History: HistoryType } } } };
}

interface HistoryType {
  readonly fromObject: (history: History) => unknown;
}

interface ProtoRoot {
  readonly lookupType: (name: string) => unknown;
}

// The SDK's own historyToJSON takes another copy of protobufjs than the one its types were made with when npm installs two; here both come
// from where the types are.
const ofSdk = createRequire(createRequire(import.meta.url).resolve('@temporalio/common'));
const ofTypes = createRequire(ofSdk.resolve('@temporalio/proto'));
const { toJson, fromJson } = ofTypes('protobufjs/ext/protojson') as ProtoJson;
const proto = ofTypes('@temporalio/proto') as Proto;
const { patchProtobufRoot } = ofTypes('@temporalio/proto/lib/patch-protobuf-root') as {
  readonly patchProtobufRoot: (root: Proto) => ProtoRoot;
};
const historyType = patchProtobufRoot(proto).lookupType('temporal.api.history.v1.History');

/** A history as other tools of Temporal write it too. */
export const historyToJson = (history: History): string =>
  JSON.stringify(toJson(historyType, proto.temporal.api.history.v1.History.fromObject(history)));

/** @throws where the JSON is no history; fields of newer servers are left out */
export const historyOfJson = (json: string): History => {
  const history = fromJson(historyType, JSON.parse(json), { ignoreUnknownFields: true });
  if (history === null) throw new Error('The file holds no history');
  return history;
};
