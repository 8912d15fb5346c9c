/** `String.prototype.isWellFormed` is in Node 20, not yet in our `lib`. */
interface WellFormed {
  isWellFormed(): boolean;
}

/** Whether PostgreSQL's jsonb can keep the text: it has no NUL and no lone surrogate. */
export function isStorable(text: string): boolean {
  return (text as unknown as WellFormed).isWellFormed() && !text.includes('\0');
}

const DOLLAR = 0x24;

/** Whether an object with this key can be stored as it is: not taken for a tag, and storable. */
export function isPlainKey(key: string): boolean {
  if (key.charCodeAt(0) === DOLLAR) return false;
  for (let index = 0; index < key.length; index += 1) {
    const unit = key.charCodeAt(index);
    if (unit === 0 || (unit >= 0xd800 && unit <= 0xdfff)) return isStorable(key);
  }
  return true;
}
