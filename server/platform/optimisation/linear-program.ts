/**
 * A linear program under construction: rows and columns with a tag (which rule of the formulation they carry) and a name,
 * minimised, handed on column-wise (CSC). It knows nothing of what it models.
 */

export interface MatrixByColumn {
  starts: Int32Array;
  rows: Int32Array;
  values: Float64Array;
}

/** What a solver needs: plain typed arrays that can be posted to another thread. */
export interface CompiledProgram {
  columns: number;
  rows: number;
  columnLower: Float64Array;
  columnUpper: Float64Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
  matrix: MatrixByColumn;
}

export class LinearProgram {
  readonly columnNames: string[] = [];
  readonly columnTags: string[] = [];
  readonly columnLower: number[] = [];
  readonly columnUpper: number[] = [];
  readonly rowNames: string[] = [];
  readonly rowTags: string[] = [];
  readonly rowLower: number[] = [];
  readonly rowUpper: number[] = [];
  readonly #entryRow: number[] = [];
  readonly #entryColumn: number[] = [];
  readonly #entryValue: number[] = [];
  #columnIndex: Map<string, number> | null = null;
  #rowIndex: Map<string, number> | null = null;

  get columns(): number {
    return this.columnNames.length;
  }

  get rows(): number {
    return this.rowNames.length;
  }

  get nonzeros(): number {
    return this.#entryValue.length;
  }

  /** Adds a column; bounds are inclusive, `Infinity` = none. Returns its index. */
  column(name: string, tag: string, lower = 0, upper = Number.POSITIVE_INFINITY): number {
    this.columnNames.push(name);
    this.columnTags.push(tag);
    this.columnLower.push(lower);
    this.columnUpper.push(upper);
    return this.columnNames.length - 1;
  }

  /** Adds a row lower ≤ Σ ≤ upper, still empty. Returns its index. */
  row(name: string, tag: string, lower: number, upper: number): number {
    this.rowNames.push(name);
    this.rowTags.push(tag);
    this.rowLower.push(lower);
    this.rowUpper.push(upper);
    return this.rowNames.length - 1;
  }

  /** Puts a coefficient into the matrix; a place may be written once only. */
  entry(row: number, column: number, value: number): void {
    if (value === 0) return;
    this.#entryRow.push(row);
    this.#entryColumn.push(column);
    this.#entryValue.push(value);
  }

  /** Narrows a column to one value. The tag says which rule did it. */
  fix(column: number, value: number, tag: string): void {
    this.columnLower[column] = value;
    this.columnUpper[column] = value;
    this.columnTags[column] = tag;
  }

  columnNamed(name: string): number | undefined {
    this.#columnIndex ??= new Map(this.columnNames.map((key, index) => [key, index]));
    return this.#columnIndex.get(name);
  }

  rowNamed(name: string): number | undefined {
    this.#rowIndex ??= new Map(this.rowNames.map((key, index) => [key, index]));
    return this.#rowIndex.get(name);
  }

  compile(): CompiledProgram {
    return {
      columns: this.columns,
      rows: this.rows,
      columnLower: Float64Array.from(this.columnLower),
      columnUpper: Float64Array.from(this.columnUpper),
      rowLower: Float64Array.from(this.rowLower),
      rowUpper: Float64Array.from(this.rowUpper),
      matrix: this.#byColumn(),
    };
  }

  /** Counting sort of the entries by column; within a column rows keep the order in which they were written. */
  #byColumn(): MatrixByColumn {
    const starts = new Int32Array(this.columns + 1);
    for (const column of this.#entryColumn) starts[column + 1]!++;
    for (let column = 0; column < this.columns; column++) starts[column + 1]! += starts[column]!;
    const next = starts.slice(0, this.columns);
    const rows = new Int32Array(this.nonzeros);
    const values = new Float64Array(this.nonzeros);
    for (let entry = 0; entry < this.#entryValue.length; entry++) {
      const place = next[this.#entryColumn[entry]!]!++;
      rows[place] = this.#entryRow[entry]!;
      values[place] = this.#entryValue[entry]!;
    }
    return { starts, rows, values };
  }
}
