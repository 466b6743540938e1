/** Energy: readings of coal, power, gas and oil by day. The only file of this capability that others import. */
export { loadEnergy, readEnergy } from './energy.service.ts';
