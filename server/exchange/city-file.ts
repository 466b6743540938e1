/** The whole city as one file of the exchange format: a zip of its csv, or a workbook with a sheet a table. Either can be imported again. */
import { strToU8, type Zippable, zipSync } from 'fflate';
import type { FileAnswer } from '../platform/http/route.ts';
import { type CellValue, sheet, toXlsx, xlsxType } from '../platform/workbook.ts';
import { CITY_COLUMNS, CITY_FILE, CITY_TABLE, FILES, tableRows, writeCityFolder } from '../registry/dataset/index.ts';
import type { CityDataset } from '../registry/dataset/types.ts';

export async function cityFile(dataset: CityDataset, format: 'zip' | 'xlsx'): Promise<FileAnswer> {
  const name = `${dataset.city.name}-${dataset.date}.${format}`;
  if (format === 'zip') return { name, type: 'application/zip', bytes: zipOf(dataset) };
  return { name, type: xlsxType, bytes: await workbookOf(dataset) };
}

function zipOf(dataset: CityDataset): Uint8Array {
  const files: Zippable = {};
  for (const [file, text] of writeCityFolder(dataset)) files[file] = strToU8(text);
  // A fixed time: the same city gives the same bytes.
  return zipSync(files, { mtime: new Date(`${dataset.date}T12:00:00Z`) });
}

/** Sheets are called after their table; the first says who the city is and which day it is, as city.json does in the zip. */
function workbookOf(dataset: CityDataset): Promise<Uint8Array> {
  const rows = tableRows(dataset);
  const sheets = Object.values(FILES).map(({ name, columns }) => {
    const written = columns.map(({ name: title }) => ({
      title,
      value: (row: Record<string, CellValue>): CellValue => row[title],
    }));
    return sheet(name, written, rows[name]);
  });
  return toXlsx([citySheet(dataset), ...sheets]);
}

function citySheet(dataset: CityDataset) {
  const city = JSON.parse(writeCityFolder(dataset).get(CITY_FILE)!) as Record<string, string>;
  return sheet(
    CITY_TABLE,
    CITY_COLUMNS.map((title) => ({ title, value: (row: Record<string, string>) => row[title] })),
    [city],
  );
}
