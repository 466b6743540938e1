/** A registry list as a file for people: the titles they read, names beside codes. What goes back in is the exchange format. */
import { Decimal } from 'decimal.js';
import type { Field, Resource } from '#contracts/registry-resources.ts';
import type { FileAnswer } from '../platform/http/route.ts';
import {
  type CellValue,
  csvType,
  type Sheet,
  type SheetColumn,
  sheet,
  toCsv,
  toXlsx,
  xlsxType,
} from '../platform/workbook.ts';
import type { Named } from './registry.list.ts';

type Language = 'zh' | 'en';
/** Together more than any city keeps of one kind. */
export const exportLimit = 200_000;

export async function registryFile(
  resource: Resource,
  rows: Named[],
  options: { format: 'xlsx' | 'csv'; language: Language; day: string },
): Promise<FileAnswer> {
  const table = registrySheet(resource, rows, options.language);
  const name = `${resource.label[options.language === 'zh' ? 0 : 1]}-${options.day}.${options.format}`;
  return options.format === 'csv'
    ? { name, type: csvType, bytes: toCsv(table) }
    : { name, type: xlsxType, bytes: await toXlsx([table]) };
}

function registrySheet(resource: Resource, rows: Named[], language: Language): Sheet {
  const word = language === 'zh' ? 0 : 1;
  const columns = resource.fields.flatMap((field) => columnsOf(field, word));
  columns.push({
    title: ['状态', 'State'][word]!,
    value: (row) => (row.withdrawn ? ['已注销', 'withdrawn'][word] : ['在用', 'in use'][word]),
  });
  return sheet(resource.label[word], columns, rows);
}

function columnsOf(field: Field, word: 0 | 1): Array<SheetColumn<Named>> {
  const unit = field.unit !== undefined && Array.isArray(field.unit) ? `（${field.unit[word]}）` : '';
  const own: SheetColumn<Named> = { title: `${field.label[word]}${unit}`, value: (row) => cellOf(field, row, word) };
  if (field.references === undefined) return [own];
  const named: SheetColumn<Named> = {
    title: `${field.label[word]}${word === 0 ? '名称' : ' (name)'}`,
    value: (row) => row.refers[field.name]?.map((name) => (word === 0 ? name.zh : name.en)).join('、'),
  };
  return [own, named];
}

function cellOf(field: Field, row: Named, word: 0 | 1): CellValue {
  const value = row.values[field.name] ?? null;
  if (value === null) return null;
  if (Array.isArray(value)) return value.join('|');
  if (field.type === 'decimal') return new Decimal(value);
  const choice = field.choices?.find((candidate) => candidate.value === value);
  return choice === undefined ? value : choice.label[word];
}
