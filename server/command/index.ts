export { registerCommand } from './command.routes.ts';
