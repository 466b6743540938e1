/** The interchange: a city's data as one dataset, in and out. The only file of this capability that others import. */

export { loadExampleWhenEmpty } from './example.ts';
export { registerExchange } from './exchange.routes.ts';
export {
  type ImportedFile,
  type ImportResult,
  importCity,
  previewImport,
  readCityDataset,
} from './exchange.service.ts';
