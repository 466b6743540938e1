/** The bulletin's operations: each is one call of a service. */
import type { FastifyRequest } from 'fastify';
import { bulletinContracts as contracts, publicBulletinContracts as open } from '#contracts/bulletin.ts';
import { route } from '../platform/http/route.ts';
import type { AppServer } from '../platform/http/server.ts';
import { listBulletins, readBulletin, readSources } from './bulletin.service.ts';
import { publishCorrection } from './correction.service.ts';
import { bulletinDocument } from './document.service.ts';
import { saveDraft } from './draft.service.ts';
import { issueBulletin } from './issue.service.ts';
import { addNotice, changeNotice, issueNotice, listNotices, withdrawNotice } from './notice.service.ts';
import { listPublic, readPublic, readPublicNotice } from './public.service.ts';

export function registerBulletin(server: AppServer): void {
  route(server, contracts.list, async (work) => ({ rows: await listBulletins(work, work.query) }));
  route(server, contracts.read, async (work) => readBulletin(work, work.params.day));
  route(server, contracts.sources, async (work) => readSources(work, work.params.day, work.query));
  route(server, contracts.save, async (work) => ({ revision: await saveDraft(work, work.params.day, work.body) }));
  route(server, contracts.issue, async (work) => issueBulletin(work, work.params.day, work.body));
  route(server, contracts.correct, async (work) => ({
    number: await publishCorrection(work, work.params.day, work.body),
  }));
  route(server, contracts.document, async (work) => bulletinDocument(work, work.params.day, work.query.language));
  registerNotices(server);
  registerPublic(server);
}

function registerNotices(server: AppServer): void {
  route(server, contracts.notices, async (work) => {
    const rows = await listNotices(work, work.query.limit);
    return { rows, next: null, total: rows.length };
  });
  route(server, contracts.addNotice, async (work) => addNotice(work, work.body));
  route(server, contracts.changeNotice, async (work) => changeNotice(work, work.params.id, work.body));
  route(server, contracts.issueNotice, async (work) => issueNotice(work, work.params.id, work.body.revision));
  route(server, contracts.withdrawNotice, async (work) => withdrawNotice(work, work.params.id, work.body.reason));
}

function registerPublic(server: AppServer): void {
  const originOf = (request: FastifyRequest) => server.config.publicUrl ?? `${request.protocol}://${request.host}`;
  route(server, open.list, async (work) => listPublic(work, work.query));
  route(server, open.read, async (work) => readPublic(work, work.params.day, originOf(work.request)));
  route(server, open.document, async (work) =>
    bulletinDocument(work, work.params.day, work.query.language, { issuedOnly: true }),
  );
  route(server, open.notice, async (work) => readPublicNotice(work, work.params.id));
}
