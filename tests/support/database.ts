import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What all processes of the application share: a file per key, and each operation is atomic. */
export function read(key: string): unknown {
  try {
    return JSON.parse(readFileSync(fileOf(key), 'utf8'));
  } catch {
    return undefined;
  }
}

export function write(key: string, value: unknown): void {
  const draft = `${fileOf(key)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(value));
  renameSync(draft, fileOf(key));
}

export function remove(key: string): void {
  rmSync(fileOf(key), { force: true });
}

/** Whether this call was the first for the key. */
export function claim(key: string): boolean {
  try {
    closeSync(openSync(fileOf(key), 'wx'));
    return true;
  } catch {
    return false;
  }
}

/** Counts the calls for the key, from 1. */
export function count(key: string): number {
  let number = 1;
  while (!claim(`${key}#${number}`)) number += 1;
  return number;
}

function fileOf(key: string): string {
  const folder = process.env['TEST_DATA'];
  if (!folder) throw new TypeError('TEST_DATA is not set');
  return path.join(folder, encodeURIComponent(key));
}
