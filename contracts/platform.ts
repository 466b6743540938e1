import { z } from 'zod';
import { contract } from './contract.ts';

export const platformContracts = {
  health: contract({
    method: 'GET',
    path: '/api/health',
    summary: ['系统是否正常', 'Is the system well'],
    tag: '系统 System',
    access: 'public',
    response: z.object({ status: z.enum(['ok']), database: z.enum(['ok']), version: z.string() }),
  }),
  events: contract({
    method: 'GET',
    path: '/api/events',
    summary: ['数据变化的通知（SSE），data 为 {"topics":[…]}', 'What kind of data changed (server-sent events)'],
    tag: '系统 System',
    access: 'signed-in',
    kind: 'stream',
  }),
};
