import { InvalidOptionsError } from '../options/invalid-options-error';
import type { Serializer } from './serializer';

/** The registered serializers, checked. The same one twice counts once. */
export function listSerializers(serializers: readonly Serializer[]): readonly Serializer[] {
  const byName = new Map<string, Serializer>();
  for (const serializer of serializers) {
    checkForm(serializer);
    if ((byName.get(serializer.name) ?? serializer) !== serializer) throw taken(serializer.name);
    byName.set(serializer.name, serializer);
  }
  return [...byName.values()];
}

function checkForm(serializer: Partial<Serializer> | undefined): void {
  const { name, matches, serialize, deserialize } = serializer ?? {};
  const isNamed = typeof name === 'string' && name !== '';
  const isWhole = [matches, serialize, deserialize].every((verb) => typeof verb === 'function');
  if (!isNamed || !isWhole) {
    throw new InvalidOptionsError(
      'serializers',
      '{ name, matches, serialize, deserialize }',
      serializer,
    );
  }
}

function taken(name: string): InvalidOptionsError {
  return new InvalidOptionsError(
    'serializers',
    'one serializer per name',
    name,
    'Two serializers share it. Payloads carry the name, so give each its own.',
  );
}
