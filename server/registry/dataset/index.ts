/** A city's data as files: read with every error told, and written. Pure but for reading a folder from disk. */

export { errorWorkbook } from './error-workbook.ts';
export { type DataError, type DataErrorCode, type DataWarning, describeDataError } from './errors.ts';
export { dataErrorLine, printDataErrors, printDataWarnings } from './print.ts';
export { type ReadOptions, type ReadResult, readCityFiles, readCityFolder } from './read.ts';
export { openSource } from './source.ts';
export { CITY_COLUMNS, CITY_FILE, CITY_TABLE, FILES, type FileName } from './specification.ts';
export { type RawTable, readCsv, readXlsx } from './tables.ts';
export type * from './types.ts';
export { neutraliseFormula, tableRows, writeCityFolder, writeCsv } from './write.ts';
