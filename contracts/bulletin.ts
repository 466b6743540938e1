/** The daily bulletin: a live draft, its issue, corrections, standing notices, and the public page (S1, S8, S9, S22). */
import { z } from 'zod';
import './bulletin-errors.ts';
import {
  bulletinDay,
  bulletinRow,
  figure,
  frame,
  issuedRow,
  key,
  notice,
  noticeInput,
  publicBulletin,
  publicNotice,
  remark,
  source,
} from './bulletin-terms.ts';
import { businessDay, contract, listOf } from './contract.ts';

export * from './bulletin-terms.ts';

const tag = '简报 Bulletin';
const dayParams = z.object({ day: businessDay });
const noticeParams = z.object({ id: z.string().min(1).max(60) });
const language = z.object({ language: z.enum(['zh', 'en']).default('zh') });

export const bulletinContracts = {
  list: contract({
    method: 'GET',
    path: '/api/bulletins',
    summary: ['简报：草稿、已签发、有更正', 'Bulletins: drafts, issued, corrected'],
    tag,
    access: 'bulletin.read',
    query: z.object({ before: businessDay.optional(), limit: z.coerce.number().int().min(1).max(400).default(100) }),
    response: z.object({ rows: z.array(bulletinRow) }),
  }),
  read: contract({
    method: 'GET',
    path: '/api/bulletins/:day',
    summary: [
      '一天的简报：签发前随数据变化，签发后不变',
      'The bulletin of a day: it follows the data until it is issued, and then stays',
    ],
    tag,
    access: 'bulletin.read',
    params: dayParams,
    response: bulletinDay,
  }),
  sources: contract({
    method: 'GET',
    path: '/api/bulletins/:day/sources',
    summary: ['简报中一个数字由哪些条目相加而成', 'The rows that a figure of the bulletin sums'],
    tag,
    access: 'bulletin.read',
    params: dayParams,
    query: z.object({
      figure: z.string().min(1).max(300),
      /** of an issued bulletin: as first issued, not as last corrected */
      asIssued: z.stringbool().default(false),
    }),
    response: z.object({ figure, rows: z.array(source) }),
  }),
  save: contract({
    method: 'PUT',
    path: '/api/bulletins/:day',
    summary: [
      '修改草稿的说明、次序、主送与落款；数字不能改',
      'Change remarks, order, addressee and signer of a draft; figures cannot be typed',
    ],
    tag,
    access: 'bulletin.draft',
    params: dayParams,
    body: z.object({
      /** of the draft that was changed; 0 for one that nobody has changed yet */
      revision: z.number().int().min(0),
      ...frame,
      remarks: z.array(remark).max(40),
      order: z.array(key).max(1000),
      hidden: z.array(key).max(1000),
    }),
    response: z.object({ revision: z.number().int() }),
  }),
  issue: contract({
    method: 'POST',
    path: '/api/bulletins/:day/issue',
    summary: [
      '签发：文字、数字及其来源从此不变',
      'Issue: text, figures and their sources stay as they are from now on',
    ],
    tag,
    access: 'bulletin.issue',
    params: dayParams,
    body: z.object({ contentHash: z.string().length(64), number: z.number().int().min(1).max(9999) }),
    response: z.object({ year: z.number().int(), number: z.number().int() }),
  }),
  correct: contract({
    method: 'POST',
    path: '/api/bulletins/:day/corrections',
    summary: [
      '发布更正：原文保留，新值写在旁边',
      'Publish a correction: the original stays, the new value stands beside it',
    ],
    tag,
    access: 'bulletin.issue',
    params: dayParams,
    body: z.object({
      differencesHash: z.string().length(64),
      noteZh: z.string().trim().max(1000).default(''),
      noteEn: z.string().trim().max(2000).default(''),
    }),
    response: z.object({ number: z.number().int() }),
  }),
  document: contract({
    method: 'GET',
    path: '/api/bulletins/:day/document',
    summary: ['公文（docx，GB/T 9704 版式）', 'The official document (docx, laid out by GB/T 9704)'],
    tag,
    access: 'bulletin.read',
    params: dayParams,
    query: language,
    kind: 'file',
  }),
  notices: contract({
    method: 'GET',
    path: '/api/notices',
    summary: ['通知公告', 'Notices'],
    tag,
    access: 'bulletin.read',
    query: z.object({ limit: z.coerce.number().int().min(1).max(400).default(200) }),
    response: listOf(notice),
  }),
  addNotice: contract({
    method: 'POST',
    path: '/api/notices',
    summary: ['起草通知公告', 'Draft a notice'],
    tag,
    access: 'bulletin.draft',
    body: noticeInput,
    response: notice,
  }),
  changeNotice: contract({
    method: 'PUT',
    path: '/api/notices/:id',
    summary: ['修改通知公告的草稿', 'Change the draft of a notice'],
    tag,
    access: 'bulletin.draft',
    params: noticeParams,
    body: noticeInput.extend({ revision: z.number().int() }),
    response: notice,
  }),
  issueNotice: contract({
    method: 'POST',
    path: '/api/notices/:id/issue',
    summary: ['发布通知公告', 'Publish a notice'],
    tag,
    access: 'bulletin.issue',
    params: noticeParams,
    body: z.object({ revision: z.number().int() }),
    response: notice,
  }),
  withdrawNotice: contract({
    method: 'POST',
    path: '/api/notices/:id/withdraw',
    summary: ['撤回通知公告', 'Withdraw a notice'],
    tag,
    access: 'bulletin.issue',
    params: noticeParams,
    body: z.object({ reason: z.string().trim().min(1).max(300) }),
    response: notice,
  }),
};

/** For everyone, without sign-in: only what is issued. */
export const publicBulletinContracts = {
  list: contract({
    method: 'GET',
    path: '/api/public/bulletins',
    summary: ['已签发的简报和有效的公告', 'Issued bulletins, and notices in force'],
    tag,
    access: 'public',
    query: z.object({ before: businessDay.optional(), limit: z.coerce.number().int().min(1).max(100).default(31) }),
    response: z.object({ bulletins: z.array(issuedRow), notices: z.array(publicNotice) }),
  }),
  read: contract({
    method: 'GET',
    path: '/api/public/bulletins/:day',
    summary: ['一期已签发的简报', 'One issued bulletin'],
    tag,
    access: 'public',
    params: dayParams,
    response: publicBulletin,
  }),
  document: contract({
    method: 'GET',
    path: '/api/public/bulletins/:day/document',
    summary: ['已签发简报的公文（docx）', 'The official document of an issued bulletin (docx)'],
    tag,
    access: 'public',
    params: dayParams,
    query: language,
    kind: 'file',
  }),
  notice: contract({
    method: 'GET',
    path: '/api/public/notices/:id',
    summary: ['一份有效的公告', 'One notice in force'],
    tag,
    access: 'public',
    params: noticeParams,
    response: publicNotice,
  }),
};
