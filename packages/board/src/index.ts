export { board } from './board';
export type { Access, Authorize, BoardOptions } from './access/board-options';
export { basicAuth } from './access/basic-auth';
export type { BasicAuthAccount } from './access/basic-auth';
