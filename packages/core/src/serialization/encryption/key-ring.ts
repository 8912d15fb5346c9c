import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { JsonValue } from '../../support/json';
import { DecryptionError } from './decryption-error';
import { toEncryptionKey, type EncryptionKey } from './encryption-key';
import { EncryptionKeyError } from './encryption-key-error';
import { ENCRYPTED_TAG, isSealed, type SealedValue } from './sealed-value';

/** The job that a value belongs to: in no other can it be decrypted. */
export interface ValueOwner {
  /** The wire name of its class. */
  readonly name: string;
  readonly id: string;
}

const FORMAT = '1';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const DIGEST_CHARACTERS = 22;

/** Encrypts with the first of its keys, and decrypts with whichever was used. */
export class KeyRing {
  readonly #secrets: readonly Buffer[];
  #made: readonly EncryptionKey[] | undefined;

  constructor(secrets: readonly Buffer[] = []) {
    this.#secrets = secrets;
  }

  get isEmpty(): boolean {
    return this.#secrets.length === 0;
  }

  /**
   * An encoded value that can be read by nobody else, and in no other place. What is sealed already
   * stays as it is.
   *
   * @throws EncryptionKeyError when there is no key
   */
  seal(value: JsonValue, place: string, owner: ValueOwner): SealedValue {
    if (isSealed(value)) return value;
    const { id, cipher: key } = this.#first(owner.name);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce);
    cipher.setAAD(contextOf(id, place, owner));
    const text = Buffer.concat([nonce, cipher.update(JSON.stringify(value)), cipher.final()]);
    const sealed = Buffer.concat([text, cipher.getAuthTag()]).toString('base64url');
    return { [ENCRYPTED_TAG]: `${FORMAT}.${id}.${sealed}` };
  }

  /** @throws DecryptionError */
  open(sealed: SealedValue, place: string, owner: ValueOwner): JsonValue {
    const { id, bytes } = this.#parse(sealed, place);
    const key = this.#keys.find((each) => each.id === id);
    if (!key) throw this.#unknownKey(id, place);
    const decipher = createDecipheriv(CIPHER, key.cipher, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(contextOf(id, place, owner));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return JSON.parse(Buffer.concat([text, decipher.final()]).toString()) as JsonValue;
    } catch (cause) {
      throw new DecryptionError(
        `${place}: expected a value that was encrypted for this argument of job ${owner.id} of ${owner.name}, ` +
          'got another: it was changed, or moved from another job.',
        { cause },
      );
    }
  }

  /**
   * 128 bits that tell two texts apart, and that nobody without the key can compare with a guess.
   *
   * @param name - the class, for the message
   * @throws EncryptionKeyError when there is no key
   */
  digest(text: string, name: string): string {
    const { digest } = this.#first(name);
    return createHmac('sha256', digest)
      .update(text)
      .digest('base64url')
      .slice(0, DIGEST_CHARACTERS);
  }

  /** Made at the first use: who encrypts nothing pays nothing. */
  get #keys(): readonly EncryptionKey[] {
    return (this.#made ??= this.#secrets.map(toEncryptionKey));
  }

  #first(name: string): EncryptionKey {
    const [first] = this.#keys;
    if (!first) throw EncryptionKeyError.missing([name]);
    return first;
  }

  /** Read strictly: base64 has several texts for the same bytes, and one that was changed is refused. */
  #parse(sealed: SealedValue, place: string): { readonly id: string; readonly bytes: Buffer } {
    // Anyone may have written it.
    const given: unknown = sealed[ENCRYPTED_TAG];
    const [format, id = '', text = '', ...more] = String(given).split('.');
    const bytes = Buffer.from(text, 'base64url');
    const isWhole = format === FORMAT && more.length === 0 && Object.keys(sealed).length === 1;
    if (isWhole && bytes.length > NONCE_BYTES + TAG_BYTES && bytes.toString('base64url') === text)
      return { id, bytes };
    throw new DecryptionError(
      `${place}: expected "${ENCRYPTED_TAG}" to hold an encrypted value of format ${FORMAT}, got another text. ` +
        'Somebody changed it, or a newer Drover wrote it.',
    );
  }

  #unknownKey(id: string, place: string): DecryptionError {
    const known = this.#keys.map((key) => key.id).join(', ') || 'none';
    return new DecryptionError(
      `${place}: expected a value encrypted with a key of this process (${known}), got one of the key ${id}. ` +
        'Add that key behind the others, in DROVER_ENCRYPTION_KEYS or configure({ encryption: { keys } }).',
    );
  }
}

function contextOf(keyId: string, place: string, { name, id }: ValueOwner): Buffer {
  return Buffer.from(JSON.stringify([FORMAT, keyId, name, id, place]));
}
