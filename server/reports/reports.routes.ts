/** Contract → service. */
import { reportContracts } from '#contracts/reports.ts';
import { DomainError } from '../platform/errors.ts';
import { route } from '../platform/http/route.ts';
import type { AppServer } from '../platform/http/server.ts';
import { xlsxType } from '../platform/workbook.ts';
import { chaseReport, readOwnCalls } from './chase.service.ts';
import { confirmDay, readBoard, readBothDeadlines, setDeadlines } from './day.service.ts';
import { registerEscalation } from './escalation.job.ts';
import { readForm } from './form.service.ts';
import { acceptReports, assessFigures, correctReport, fileReport, returnReport, saveDraft } from './report.service.ts';
import { readTrend } from './trend.service.ts';
import { filePasted, fileWorkbook, reportTemplate } from './workbook.service.ts';

export function registerReports(server: AppServer): void {
  registerEscalation(server);
  route(server, reportContracts.board, (context) => readBoard(context, context.query.day));
  route(server, reportContracts.form, (context) => readForm(context, context.params.enterprise, context.query.day));
  route(server, reportContracts.trend, (context) => readTrend(context, context.params.enterprise, context.query.day));
  route(server, reportContracts.calls, (context) => readOwnCalls(context));
  route(server, reportContracts.saveDraft, async (context) => {
    // a draft is nobody's business but its writer's: the audit begins when it is filed
    context.nothingChanged();
    const { enterprise, day } = context.params;
    return { savedAt: await saveDraft(context, enterprise, day, context.body.figures) };
  });
  route(server, reportContracts.file, async (context) => {
    const { report, again } = await fileReport(context, { ...context.params, ...context.body });
    if (again) context.nothingChanged();
    return report;
  });
  route(server, reportContracts.assess, (context) => {
    context.nothingChanged();
    return assessFigures(context, context.params.enterprise, context.params.day, context.body.figures);
  });
  route(server, reportContracts.accept, async (context) => {
    const done = await acceptReports(context, context.body);
    if (done.accepted === 0) context.nothingChanged();
    return done;
  });
  route(server, reportContracts.giveBack, (context) =>
    returnReport(context, { ...context.params, revision: context.body.revision }, context.body.reason),
  );
  route(server, reportContracts.correct, (context) => {
    const { revision, reason, figures } = context.body;
    return correctReport(context, { ...context.params, revision }, reason, figures);
  });
  route(server, reportContracts.confirmDay, async (context) => ({
    confirmed: await confirmDay(context, context.params.day),
  }));
  route(server, reportContracts.chase, async (context) => {
    const { enterprise, day } = context.params;
    return { at: await chaseReport(context, enterprise, day, context.body) };
  });
  route(server, reportContracts.deadlines, (context) => readBothDeadlines(context));
  route(server, reportContracts.setDeadlines, (context) => setDeadlines(context, context.params.mode, context.body));
  route(server, reportContracts.template, async (context) => {
    const bytes = await reportTemplate(context, context.query.day, context.query.lang);
    const day = context.query.day ?? (await context.today());
    return {
      name: context.query.lang === 'zh' ? `日报 ${day}.xlsx` : `Daily report ${day}.xlsx`,
      type: xlsxType,
      bytes,
    };
  });
  route(server, reportContracts.upload, async (context) => {
    const part = await context.request.file();
    if (part === undefined) throw new DomainError('report.no-rows');
    const file = { name: part.filename || 'file', bytes: new Uint8Array(await part.toBuffer()) };
    const outcome = await fileWorkbook(context, file, context.language);
    context.nothingChanged();
    return outcome;
  });
  route(server, reportContracts.paste, async (context) => {
    const outcome = await filePasted(context, context.body.text, context.language);
    context.nothingChanged();
    return outcome;
  });
}
