/** Up to where each level decides outside the plan. */
import { z } from 'zod';
import { quantity } from './contract.ts';

export const orderRules = z.object({
  subGroupDays: quantity,
  subGroupTonnes: quantity,
  groupDays: quantity,
  groupTonnes: quantity,
  confirmHours: quantity,
});
