const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

/** The forms a size takes, for error messages. */
export const BYTE_SIZE_FORMS = "a size such as '512mb' or '1.5gb'";

const PATTERN = /^(\d+(?:\.\d+)?) ?(b|kb|mb|gb)$/;

/** Bytes, or undefined when `text` is no size above zero. A kilobyte has 1024 bytes. */
export function parseByteSize(text: string): number | undefined {
  const [, amount, unit = ''] = PATTERN.exec(text.trim().toLowerCase()) ?? [];
  const bytes = Math.round(Number(amount) * (UNITS[unit] ?? Number.NaN));
  return bytes > 0 ? bytes : undefined;
}
