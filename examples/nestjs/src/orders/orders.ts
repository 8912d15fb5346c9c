import { Injectable } from '@nestjs/common';

/** A table of a database, in a real shop. */
@Injectable()
export class Orders {
  async totalOf(order: number): Promise<bigint> {
    return BigInt(order) * 100n;
  }
}
