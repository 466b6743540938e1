/** 态势: what will run out, when, why, and what can be done. The position itself is `contracts/stock-position.ts`; this is what lies ahead. */
import { z } from 'zod';
import { businessDay, contract, quantity } from './contract.ts';
import { planningContracts } from './planning.ts';

export const situationContract = contract({
  method: 'GET',
  path: '/api/situation',
  summary: ['态势：哪些物资将断供、何时、为何、能做什么', 'What will run out, when, why, and what can be done'],
  tag: '态势 Situation',
  access: 'situation.read',
  response: z.object({
    today: businessDay,
    forecast: z.object({
      /** current: on the data as it is; computing: a newer one is on its way; none: not computed yet */
      state: z.enum(['current', 'computing', 'none']),
      plan: planningContracts.read.response.nullable(),
    }),
    /** unmet need over the forecast's days, of the places that the reader may see */
    shortages: z.array(
      z.object({ county: z.string(), item: z.string(), tier: z.number().int(), quantity, firstDay: businessDay }),
    ),
    energy: z.array(
      z.object({
        indicator: z.string(),
        name: z.string(),
        value: quantity.nullable(),
        unit: z.string(),
        sameDayLastYear: quantity.nullable(),
        status: z.string(),
      }),
    ),
  }),
});
export type Situation = z.output<typeof situationContract.response>;
