import { Button } from 'antd';
import { useState } from 'react';
import { type BulletinDay, bulletinContracts } from '#contracts/bulletin.ts';
import { useAct } from '../platform/data.ts';
import { Day, Moment } from '../platform/day.tsx';
import { Confirm } from '../platform/dialog.tsx';
import { FormField } from '../platform/form-field.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useMay } from '../platform/session.tsx';
import { TextArea } from './text-area.tsx';
import { DifferenceLine } from './told.tsx';
import { side } from './words.ts';

const words = {
  title: ['更正', 'Corrections'],
  agrees: ['数据与已发布的内容一致', 'The data agrees with what was published'],
  changed: [
    '数据已更正，公开页面上还是原来的数字',
    'The data has changed; the public page still tells the old figures',
  ],
  publish: ['发布更正', 'Publish the correction'],
  ask: ['发布第 {number} 号更正？', 'Publish correction No. {number}?'],
  more: [
    '原文保留。新值连同今天的日期和发文机关显示在公开页面相应数字旁，发布后不能撤销。',
    'The original stays. The new values appear beside the figures on the public page with today’s date and the issuing body; this cannot be undone.',
  ],
  noteZh: ['更正说明（中文）', 'Note in Chinese'],
  noteEn: ['更正说明（英文）', 'Note in English'],
  done: ['更正已发布', 'The correction is published'],
  number: ['第{number}号', 'No. {number}'],
} as const;

/** What was corrected, and what the data says now that was not yet published. */
export function CorrectionPanel({ bulletin }: { bulletin: BulletinDay }) {
  const { language } = useLanguage();
  const text = useText(words);
  const may = useMay();
  const { issue } = bulletin;
  if (issue === null) return null;
  const waits = issue.differences.length > 0;
  return (
    <Panel title={text('title')}>
      {issue.corrections.map((correction) => (
        <div key={correction.number} className="bulletin-correction" id={`correction-${correction.number}`}>
          <h3>
            {text('number', { number: correction.number })} <Day day={correction.day} year />
          </h3>
          <ul>
            {correction.items.map((item) => (
              <li key={item.ref}>
                <DifferenceLine item={item} language={language} />
              </li>
            ))}
          </ul>
          {correction.note !== null && <p>{correction.note[side(language)]}</p>}
          <p className="bg-muted">
            {correction.byName} · <Moment at={correction.at} year />
          </p>
        </div>
      ))}
      <div role="status">
        {waits ? (
          <div className="bulletin-waiting">
            <p className="bg-warning">{text('changed')}</p>
            <ul>
              {issue.differences.map((item) => (
                <li key={item.ref}>
                  <DifferenceLine item={item} language={language} />
                </li>
              ))}
            </ul>
          </div>
        ) : (
          <p className="bg-muted">{text('agrees')}</p>
        )}
      </div>
      {may('bulletin.issue') && <Publish bulletin={bulletin} waits={waits} />}
    </Panel>
  );
}

function Publish({ bulletin, waits }: { bulletin: BulletinDay; waits: boolean }) {
  const text = useText(words);
  const [noteZh, setNoteZh] = useState('');
  const [noteEn, setNoteEn] = useState('');
  const correct = useAct(bulletinContracts.correct, {
    onDone: () => {
      setNoteZh('');
      setNoteEn('');
      notify(words.done);
    },
  });
  const number = (bulletin.issue?.corrections.length ?? 0) + 1;
  const differencesHash = bulletin.issue?.differencesHash ?? '';
  const nothing = !waits && noteZh.trim() === '' && noteEn.trim() === '';
  return (
    <>
      <FormField label={text('noteZh')} optional>
        {(field) => <TextArea field={field} maxLength={1000} value={noteZh} onChange={setNoteZh} />}
      </FormField>
      <FormField label={text('noteEn')} optional>
        {(field) => <TextArea field={field} maxLength={2000} value={noteEn} onChange={setNoteEn} />}
      </FormField>
      <Confirm
        title={text('ask', { number })}
        more={<p>{text('more')}</p>}
        act={text('publish')}
        running={correct.running}
        onConfirm={() => correct.run({ params: { day: bulletin.day }, body: { differencesHash, noteZh, noteEn } })}
      >
        {(ask) => (
          <Button type={waits ? 'primary' : 'default'} disabled={nothing} onClick={ask}>
            {text('publish')}
          </Button>
        )}
      </Confirm>
      {correct.problem !== null && <ProblemView problem={correct.problem} />}
    </>
  );
}
