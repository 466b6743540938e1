export { registerCommand } from './command.routes.ts';
export { makeUpPractice } from './practice.ts';
