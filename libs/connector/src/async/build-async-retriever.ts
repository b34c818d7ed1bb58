import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { readSettingNumber } from '../build/setting';
import { refusePageActions } from '../error-handling/actions-of';
import type { Retriever } from '../roles/retriever';
import { buildStatuses, type JobParts } from './async-job';
import { AsyncRetriever } from './async-retriever';

const defaultMinutes = 60;

/** Builds an `AsyncRetriever`. @throws ManifestError */
export const buildAsyncRetriever = (node: ComponentNode, outer: BuildContext): Retriever => {
  if (node.has('download_target_requester') && !node.has('download_target_extractor')) {
    throw node.error('download_target_requester needs a download_target_extractor', 'download_target_requester');
  }
  const decoderOf = (name: string) => outer.build('decoder', node.child(name) ?? node.below({ type: 'JsonDecoder' }, name));
  const jobs = outer.with({ decoder: decoderOf('decoder') });
  const downloads = outer.with({ decoder: decoderOf('download_decoder') });
  const extractor = node.child('download_extractor')?.properties ?? { type: 'DpathExtractor', field_path: [] };
  const selector = { ...node.requiredChild('record_selector').properties, extractor };
  refusePageActions(node.requiredChild('download_requester'));
  const paginator = node.child('download_paginator') ?? node.below({ type: 'NoPagination' }, 'download_paginator');
  return new AsyncRetriever(downloads, {
    job: jobParts(node, jobs),
    download: downloads.build('requester', node.requiredChild('download_requester')),
    paginator: downloads.build('paginator', paginator),
    selector: downloads.build('recordSelector', node.below(selector, 'record_selector')),
    timeoutMs: (readSettingNumber(node, 'polling_job_timeout', outer) ?? defaultMinutes) * 60_000,
    retryWaitMs: (readSettingNumber(node, 'failed_retry_wait_time_in_seconds', outer) ?? 0) * 1000,
  });
};

const jobParts = (node: ComponentNode, context: BuildContext): JobParts => {
  const buildPart = (child: ComponentNode) => {
    refusePageActions(child);
    return context.build('requester', child);
  };
  const buildOptional = (name: string) => {
    const child = node.child(name);
    return child && buildPart(child);
  };
  const target = node.child('download_target_extractor');
  return {
    creation: buildPart(node.requiredChild('creation_requester')),
    polling: buildPart(node.requiredChild('polling_requester')),
    targets: buildOptional('download_target_requester'),
    abort: buildOptional('abort_requester'),
    remove: buildOptional('delete_requester'),
    status: context.build('extractor', node.requiredChild('status_extractor')),
    target: target && context.build('extractor', target),
    statuses: buildStatuses(node.requiredChild('status_mapping')),
  };
};
