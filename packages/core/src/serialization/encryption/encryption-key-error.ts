import { DroverError } from '../../support/drover-error';

/** A key that is none, or none where one is needed. */
export type EncryptionKeyErrorCode = 'DROVER_ENCRYPTION_KEY' | 'DROVER_NO_ENCRYPTION_KEY';

/** A key is none, or there is none. The message never has a key in it. */
export class EncryptionKeyError extends DroverError {
  constructor(
    readonly code: EncryptionKeyErrorCode,
    message: string,
  ) {
    super(message);
  }

  /** @param names - the classes that need one */
  static missing(names: readonly string[]): EncryptionKeyError {
    const classes = names.length > 1 ? 'They are' : 'It is';
    return new EncryptionKeyError(
      'DROVER_NO_ENCRYPTION_KEY',
      `${names.join(', ')}: expected a key to encrypt with, got none. ${classes} @Encrypted: make a key with ` +
        '`drover generate key`, and set DROVER_ENCRYPTION_KEYS or configure({ encryption: { keys } }).',
    );
  }
}
