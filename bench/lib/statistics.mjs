export function median(values) {
  return percentile(values, 0.5);
}

export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

export function round(value, digits = 2) {
  return Number(value.toFixed(digits));
}
