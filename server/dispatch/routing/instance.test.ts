import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InstanceError, readInstance } from './index.ts';

const VRP = `NAME : small-k2
COMMENT : (made for a test, Min no of trucks: 2)
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 3 4
3 1 1
7 10 0
DEMAND_SECTION
1 0
2 4
3 5
7 6
DEPOT_SECTION
 1
 -1
EOF
`;

const SOLOMON = `S1

VEHICLE
NUMBER     CAPACITY
  3         20

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME

    0      0          0          0          0       100          0
    1      1          1          5         10        20          3
    2      3          4          6          0        90          4
`;

function failure(text: string): InstanceError {
  try {
    readInstance(text, 'file');
  } catch (error) {
    assert.ok(error instanceof InstanceError, String(error));
    return error;
  }
  assert.fail('nothing was refused');
}

test('a CVRPLIB file: rounded distances, its own numbers, no limit of vehicles from its name or comment', () => {
  const { problem, numbers } = readInstance(VRP, 'small.vrp');
  assert.equal(problem.name, 'small-k2');
  assert.deepEqual(numbers, [2, 3, 7]);
  assert.deepEqual(Array.from(problem.distance.slice(0, 4)), [0, 5, 1, 10]);
  assert.equal(problem.vehicles[0]!.count, Number.POSITIVE_INFINITY);
  assert.equal(problem.vehicles[0]!.weight, 10);
  assert.deepEqual(
    problem.stops.map(({ weight }) => weight),
    [4, 5, 6],
  );
});

test('nint rounds halves up, as TSPLIB does', () => {
  const { problem } = readInstance(VRP.replace('7 10 0', '7 2.5 0'), 'small.vrp');
  assert.equal(problem.distance[3], 3);
});

test('VEHICLES limits the vehicles, DISTANCE and SERVICE_TIME the length of a route', () => {
  const text = VRP.replace('CAPACITY : 10', 'CAPACITY: 10\nVEHICLES : 2\nDISTANCE : 90\nSERVICE_TIME : 10');
  const { problem } = readInstance(text.replaceAll('\n', '\r\n'), 'small.vrp');
  assert.equal(problem.vehicles[0]!.count, 2);
  assert.deepEqual(problem.vehicles[0]!.window, { open: 0, close: 90 });
  assert.deepEqual(
    problem.stops.map(({ serviceTime }) => serviceTime),
    [10, 10, 10],
  );
});

test('explicit matrices in every triangle', () => {
  const head = 'NAME: m\nTYPE: CVRP\nDIMENSION: 3\nCAPACITY: 5\nEDGE_WEIGHT_TYPE: EXPLICIT\n';
  const tail = 'DEMAND_SECTION\n1 0\n2 1\n3 1\nDEPOT_SECTION\n1\n-1\nEOF\n';
  const forms: Record<string, string> = {
    FULL_MATRIX: '0 1 2\n1 0 3\n2 3 0',
    LOWER_ROW: '1 2\n3',
    LOWER_DIAG_ROW: '0 1 0 2 3 0',
    UPPER_ROW: '1 2\n3',
    UPPER_DIAG_ROW: '0 1 2 0 3 0',
    LOWER_COL: '1 2 3',
    UPPER_COL: '1 2 3',
  };
  for (const [form, numbers] of Object.entries(forms)) {
    const { problem } = readInstance(
      `${head}EDGE_WEIGHT_FORMAT: ${form}\nEDGE_WEIGHT_SECTION\n${numbers}\n${tail}`,
      form,
    );
    assert.deepEqual(Array.from(problem.distance), [0, 1, 2, 1, 0, 3, 2, 3, 0], form);
  }
  const short = failure(`${head}EDGE_WEIGHT_FORMAT: LOWER_ROW\nEDGE_WEIGHT_SECTION\n1 2\n${tail}`);
  assert.equal(short.line, 8);
});

test('a Solomon file: unrounded distances, windows, service times and a limit of vehicles', () => {
  const { problem, numbers } = readInstance(SOLOMON, 's1.txt');
  assert.deepEqual(numbers, [1, 2]);
  assert.equal(problem.distance[1], Math.SQRT2);
  assert.equal(problem.vehicles[0]!.count, 3);
  assert.deepEqual(problem.vehicles[0]!.window, { open: 0, close: 100 });
  assert.deepEqual(problem.stops[0]!.window, { open: 10, close: 20 });
  assert.equal(problem.stops[1]!.serviceTime, 4);
});

test('what is wrong in a file is told with its line, in both languages', () => {
  const cases: Array<[text: string, line: number | null, words: RegExp]> = [
    ['', null, /empty/],
    ['hello\nworld\n', null, /neither CVRPLIB.*nor Solomon/],
    [VRP.replace('CAPACITY : 10', 'CAPACITY : ten'), 6, /CAPACITY.*“ten”/],
    [VRP.replace('2 3 4', '2 3 x'), 9, /“x” is not a number/],
    [VRP.replace('2 3 4', '2 3'), 9, /needs 3 numbers/],
    [VRP.replace('3 5', '2 5'), 15, /node 2 stands twice/],
    [VRP.replace('3 5\n', ''), 15, /has 3 rows, DIMENSION says 4/],
    [VRP.replace('3 5', '3 -5'), 15, /must not be negative/],
    [VRP.replace('3 5', '4 5'), 12, /lacks node 3/],
    [VRP.replace('1 0\n2 4', '1 2\n2 4'), 13, /depot's demand must be 0/],
    [VRP.replace('EUC_2D', 'GEO'), 5, /GEO is not supported/],
    [VRP.replace('TYPE : CVRP', 'TYPE : TSP'), 3, /TSP is not supported/],
    [VRP.replace(' 1\n -1', ' 5\n -1'), 18, /5 is not a node/],
    [VRP.replace('DIMENSION : 4\n', ''), null, /DIMENSION is missing/],
    [SOLOMON.replace('3         20', '0         20'), 5, /two positive numbers/],
    [SOLOMON.replace('90          4', '90'), 12, /expected 7 numbers.*found 6/],
    [SOLOMON.replace('    2      3', '    1      3'), 12, /customer 1 already stands in line 11/],
    [SOLOMON.replace('10        20', '30        20'), 11, /before the ready time/],
    [SOLOMON.replace('10        20', '10        2O'), 11, /“2O” is not a number/],
  ];
  for (const [text, line, words] of cases) {
    const error = failure(text);
    assert.match(error.en, words);
    assert.equal(error.line, line, error.message);
    assert.match(error.zh, /[一-龥]/);
  }
});
