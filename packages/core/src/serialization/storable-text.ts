/** `String.prototype.isWellFormed` is in Node 20, not yet in our `lib`. */
interface WellFormed {
  isWellFormed(): boolean;
}

const DOLLAR = 0x24;

/** Up to this length a loop is faster than the calls. */
const SHORT = 32;

/** Whether PostgreSQL's jsonb can keep the text: it has no NUL and no lone surrogate. */
export function isStorable(text: string): boolean {
  if (text.length <= SHORT && !hasSuspect(text)) return true;
  return (text as unknown as WellFormed).isWellFormed() && !text.includes('\0');
}

/** Whether an object with this key can be stored as it is: not taken for a tag, and storable. */
export function isPlainKey(key: string): boolean {
  return key.charCodeAt(0) !== DOLLAR && isStorable(key);
}

/** NUL, or a surrogate, which may turn out to be paired. */
function hasSuspect(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === 0 || (unit >= 0xd800 && unit <= 0xdfff)) return true;
  }
  return false;
}
