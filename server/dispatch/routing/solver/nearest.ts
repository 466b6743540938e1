/** The key of a rank (0 = smallest) among the first `length`, by quickselect (Hoare's partition); reorders them. */
export function selectSmallest(keys: Float64Array, length: number, rank: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const pivot = keys[(low + high) >> 1]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (keys[left]! < pivot) left += 1;
      while (keys[right]! > pivot) right -= 1;
      if (left <= right) {
        const swap = keys[left]!;
        keys[left++] = keys[right]!;
        keys[right--] = swap;
      }
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return keys[rank]!;
}

/**
 * For each node 1…nodes−1 the `count` nearest others, nearest first, in one flat array (row of node i begins at i * count).
 * Near by the way there and back, since matrices need not be symmetric. Node 0 is left out.
 */
export function nearestNodes(matrix: Float64Array, transposed: Float64Array, nodes: number, count: number): Int32Array {
  const rows = new Int32Array(nodes * count);
  if (count === 0) return rows;
  const keys = new Float64Array(nodes);
  const scratch = new Float64Array(nodes);
  for (let node = 1; node < nodes; node++) {
    let filled = 0;
    for (let other = 1; other < nodes; other++) {
      const key = matrix[node * nodes + other]! + transposed[node * nodes + other]!;
      keys[other] = key;
      if (other !== node) scratch[filled++] = key;
    }
    const threshold = selectSmallest(scratch, filled, count - 1);
    const chosen: number[] = [];
    for (let other = 1; other < nodes; other++) {
      if (other !== node && keys[other]! <= threshold) chosen.push(other);
    }
    chosen.sort((left, right) => keys[left]! - keys[right]! || left - right);
    for (let index = 0; index < count; index++) rows[node * count + index] = chosen[index]!;
  }
  return rows;
}

/** The matrix the other way round; the same array when it is symmetric. */
export function transpose(matrix: Float64Array, nodes: number): Float64Array {
  let symmetric = true;
  for (let from = 0; from < nodes && symmetric; from++) {
    for (let to = 0; to < from; to++) {
      if (matrix[from * nodes + to] !== matrix[to * nodes + from]) {
        symmetric = false;
        break;
      }
    }
  }
  if (symmetric) return matrix;
  const result = new Float64Array(matrix.length);
  for (let from = 0; from < nodes; from++) {
    for (let to = 0; to < nodes; to++) result[to * nodes + from] = matrix[from * nodes + to]!;
  }
  return result;
}
