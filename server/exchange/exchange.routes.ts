/** Import with its preview, and the export of the whole city. */
import { exchangeContracts, type ImportOutcome } from '#contracts/exchange.ts';
import { DomainError } from '../platform/errors.ts';
import { type RouteContext, route } from '../platform/http/route.ts';
import type { AppServer } from '../platform/http/server.ts';
import { cityFile } from './city-file.ts';
import { importCity, previewImport, readCityDataset } from './exchange.service.ts';
import { joinRegistryAndStock } from './stock-keeps.ts';
import { acceptedOutcome, readUpload, refusal, refusedOutcome } from './upload.ts';

export function registerExchange(server: AppServer): void {
  joinRegistryAndStock();
  route(server, exchangeContracts.preview, async (context): Promise<ImportOutcome> => {
    context.nothingChanged();
    const upload = await uploaded(context);
    if (!upload.read.ok) return refusedOutcome(upload, context.language);
    const result = await previewImport(context, upload.read.dataset);
    return acceptedOutcome(upload.read, result, result.changed ? 'preview' : 'same');
  });
  route(server, exchangeContracts.import, async (context): Promise<ImportOutcome> => {
    const upload = await uploaded(context);
    if (!upload.read.ok) throw await refusal(upload, context.language);
    const expected = context.query.fingerprint;
    const result = await importCity(context, upload.read.dataset, { files: upload.files, expected });
    if (!result.changed) context.nothingChanged();
    return acceptedOutcome(upload.read, result, result.changed ? 'done' : 'same');
  });
  route(server, exchangeContracts.export, async (context) => {
    if (context.actor.scope !== 'city') throw new DomainError('import.city-scope');
    return cityFile(await readCityDataset(context, { day: context.query.day }), context.query.format);
  });
}

type UploadContext = RouteContext<unknown, { date?: string | undefined }, unknown>;
const uploaded = (context: UploadContext) => readUpload(context, context.request.files(), context.query.date);
