/**
 * Tests by chance draw the same cases on every run, so that a run that failed can be looked at and one that passed means the same
 * tomorrow. CHANCE_SEED=<number> draws others: worth doing now and then.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.CHANCE_SEED ?? 20_220_108) });

export { fc };
