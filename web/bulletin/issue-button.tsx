import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { type BulletinDay, bulletinContracts } from '#contracts/bulletin.ts';
import { useAct } from '../platform/data.ts';
import { Confirm } from '../platform/dialog.tsx';
import { FormField } from '../platform/form-field.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { side } from './words.ts';

const words = {
  issue: ['签发', 'Issue'],
  ask: ['签发“{title}”？', 'Issue “{title}”?'],
  freezes: [
    '以下内容从此固定，不能再改：中英文正文各 {paragraphs} 段，{figures} 个数字和它们依据的 {rows} 条记录，主送机关，落款。',
    'From now on these stay as they are: the text in both languages ({paragraphs} paragraphs each), {figures} figures with the {rows} rows behind them, addressee and signer.',
  ],
  publishes: [
    '签发后，任何人不登录就能在公开页面看到正文（看不到数字背后的记录）。之后数据有变化，会显示为待发布的更正。',
    'Everyone can then read the text on the public page without sign-in (not the rows behind the figures). If data changes later, a correction waits to be published.',
  ],
  number: ['期号', 'Number of the year'],
  numberHint: ['{year}年的第几期', 'Which bulletin of {year} it is'],
  done: ['已签发', 'Issued'],
  unsaved: ['请先保存修改', 'Save your changes first'],
} as const;

/** Asks with what will be frozen; what is issued is what the officer has on the page. */
export function IssueButton({ bulletin, unsaved }: { bulletin: BulletinDay; unsaved: boolean }) {
  const { language } = useLanguage();
  const text = useText(words);
  const { draft, day } = bulletin;
  const [number, setNumber] = useState<number | null>(draft?.suggestedNumber ?? null);
  const issue = useAct(bulletinContracts.issue, { onDone: () => notify(words.done) });
  if (draft === null) return null;
  const title = bulletin[language].title;
  const rows = bulletin.figures.reduce((sum, figure) => sum + figure.count, 0);
  const paragraphs = bulletin.zh.paragraphs.length;
  const send = () =>
    issue.run({
      params: { day },
      body: { contentHash: draft.contentHash, number: number ?? draft.suggestedNumber },
    });
  return (
    <>
      <Confirm
        title={text('ask', { title })}
        act={text('issue')}
        running={issue.running}
        onConfirm={send}
        more={
          <div className="bulletin-ask">
            <p>{text('freezes', { paragraphs, figures: bulletin.figures.length, rows })}</p>
            <p>{text('publishes')}</p>
            <FormField label={text('number')} hint={text('numberHint', { year: day.slice(0, 4) })}>
              {(field) => (
                <InputNumber
                  {...field}
                  min={1}
                  max={9999}
                  precision={0}
                  value={number ?? draft.suggestedNumber}
                  onChange={(value: number | null) => setNumber(value)}
                />
              )}
            </FormField>
            <p className="bg-muted">{[bulletin.signerZh, bulletin.signerEn][side(language)]}</p>
          </div>
        }
      >
        {(ask) => (
          <Button type="primary" disabled={unsaved} title={unsaved ? text('unsaved') : undefined} onClick={ask}>
            {text('issue')}
          </Button>
        )}
      </Confirm>
      {issue.problem !== null && <ProblemView problem={issue.problem} />}
    </>
  );
}
