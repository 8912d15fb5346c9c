import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NotApplicableCase, OpenCase } from '../case';

/**
 * The cases of a part that is not built yet, from `<key>*.txt`: a line `AS-02 An integer` is open,
 * a line `AS-20 - A range without end` is Ruby's alone.
 */
export function planned(key: string): readonly (OpenCase | NotApplicableCase)[] {
  const files = readdirSync(__dirname).filter(
    (file) => file.endsWith('.txt') && file.startsWith(`${key.toLowerCase()}.`),
  );
  const text = files.map((file) => readFileSync(join(__dirname, file), 'utf8')).join('\n');
  return text.split('\n').filter(Boolean).map(parseLine);
}

function parseLine(line: string): OpenCase | NotApplicableCase {
  const [, id, ruby, behaviour] = /^([A-Z]+-\d+) (- )?(.+)$/.exec(line) ?? [];
  if (!id || !behaviour) throw new TypeError(`Expected 'AS-02 …', got: ${line}`);
  return ruby ? { id, behaviour, reason: 'Ruby only' } : { id, behaviour };
}
