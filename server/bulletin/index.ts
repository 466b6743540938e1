/** The bulletin: the only file of this capability that others import. */
export { registerBulletin } from './bulletin.routes.ts';
