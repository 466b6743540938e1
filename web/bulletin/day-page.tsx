import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { type BulletinDay, bulletinContracts } from '#contracts/bulletin.ts';
import { formatDay } from '#contracts/calendar.ts';
import type { Language } from '#contracts/errors.ts';
import { asProblem, download } from '../platform/client.ts';
import { useAct, useData } from '../platform/data.ts';
import { Moment } from '../platform/day.tsx';
import { DetailDrawer } from '../platform/dialog.tsx';
import { History } from '../platform/history.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { usePageParams } from '../platform/navigation.tsx';
import { notify, notifyProblem } from '../platform/notices.tsx';
import { PageHeader, Panel, Panels } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { usePhone } from '../platform/screen.ts';
import { useMay } from '../platform/session.tsx';
import { CorrectionPanel } from './correction-panel.tsx';
import { DraftEditor } from './draft-editor.tsx';
import { type Edit, editOf } from './edit.ts';
import { EnergyPanel } from './energy-panel.tsx';
import { BulletinFigure, figuresByName } from './figure-entries.tsx';
import { FramePanel } from './frame-panel.tsx';
import { IssueButton } from './issue-button.tsx';
import { Paragraphs, Title } from './told.tsx';
import { correctedIn, numberWords, topics } from './words.ts';
import './bulletin.css';

const words = {
  back: ['简报', 'Bulletins'],
  draftTitle: ['{day}简报：草稿', 'Bulletin of {day}: draft'],
  issuedTitle: ['{day}简报：{number}，已签发', 'Bulletin of {day}: {number}, issued'],
  draftLead: [
    '数字随数据变化，点开可看它们由哪些记录相加而成；数字不能手改。',
    'The figures follow the data; each opens into the rows that it sums. They cannot be typed over.',
  ],
  changedBy: ['{who} 修改于', 'Changed by {who},'],
  issuedBy: ['{who} 签发于', 'Issued by {who},'],
  language: ['正文语言', 'Language of the text'],
  preview: ['预览公开页面', 'Preview the public page'],
  public: ['公开页面', 'Public page'],
  document: ['公文（docx）', 'Document (docx)'],
  save: ['保存修改', 'Save the changes'],
  dropEdit: ['放弃修改', 'Drop the changes'],
  saved: ['已保存', 'Saved'],
  history: ['修改记录', 'History'],
  arrange: ['调整次序、加说明', 'Reorder and add remarks'],
  arranged: ['只看正文', 'Text only'],
  addressee: ['主送', 'To'],
} as const;

const acts = {
  'bulletin.draft': ['修改草稿', 'changed the draft'],
  'bulletin.issue': ['签发', 'issued it'],
  'bulletin.correct': ['发布更正', 'published a correction'],
  addresseeZh: ['主送（中文）', 'addressee in Chinese'],
  addresseeEn: ['主送（英文）', 'addressee in English'],
  signerZh: ['落款（中文）', 'signer in Chinese'],
  signerEn: ['落款（英文）', 'signer in English'],
  remarks: ['说明', 'remarks'],
  order: ['次序', 'order'],
  hidden: ['不写入', 'left out'],
  number: ['号', 'number'],
  year: ['年', 'year'],
  figures: ['数字个数', 'figures'],
  items: ['更正内容', 'what was corrected'],
  noteZh: ['说明（中文）', 'note in Chinese'],
  noteEn: ['说明（英文）', 'note in English'],
  inputHash: ['数据指纹', 'hash of the data'],
  contentHash: ['内容指纹', 'hash of the content'],
} as const;

export default function DayPage() {
  const { day = '' } = usePageParams();
  const text = useText(words);
  const bulletin = useData(bulletinContracts.read, { params: { day } }, { topics });
  if (bulletin.data !== undefined) return <Shown key={`${day} ${bulletin.data.state}`} bulletin={bulletin.data} />;
  if (bulletin.error) {
    return (
      <>
        <PageHeader title={day} back={{ to: '/bulletin', label: text('back') }} />
        <ProblemView problem={bulletin.error} onRetry={() => void bulletin.refetch()} />
      </>
    );
  }
  return <div className="bg-loading" aria-busy="true" />;
}

function Shown({ bulletin }: { bulletin: BulletinDay }) {
  const { language } = useLanguage();
  const text = useText(words);
  const may = useMay();
  const [told, setTold] = useState<Language>(language);
  const [edit, setEdit] = useState<Edit | null>(null);
  const phone = usePhone();
  const [arranging, setArranging] = useState(!phone);
  const { day, draft, issue } = bulletin;
  const dayWords = formatDay(day, language, { year: true });
  const title =
    issue === null
      ? text('draftTitle', { day: dayWords })
      : text('issuedTitle', { day: dayWords, number: numberWords(issue.year, issue.number, language) });
  return (
    <>
      <PageHeader
        title={title}
        lead={issue === null ? text('draftLead') : <Stamp word="issuedBy" who={issue.byName} at={issue.at} />}
        back={{ to: '/bulletin', label: text('back') }}
        actions={
          <>
            <Documents day={day} />
            {issue !== null && (
              <a className="bg-button" href={`/p/bulletins/${day}`} target="_blank" rel="noreferrer">
                {text('public')}
              </a>
            )}
            {draft !== null && <Preview bulletin={bulletin} />}
            {draft !== null && may('bulletin.issue') && <IssueButton bulletin={bulletin} unsaved={edit !== null} />}
          </>
        }
      />
      <div className="bulletin-columns">
        <Panel
          className="bulletin-paper"
          aside={
            <Segmented<Language>
              aria-label={text('language')}
              size="small"
              value={told}
              onChange={setTold}
              options={[
                { value: 'zh', label: '中文' },
                { value: 'en', label: 'English' },
              ]}
            />
          }
        >
          {phone && draft !== null && may('bulletin.draft') && (
            <Button block aria-pressed={arranging} onClick={() => setArranging(!arranging)}>
              {text(arranging ? 'arranged' : 'arrange')}
            </Button>
          )}
          <Text bulletin={bulletin} language={told} edit={edit} onEdit={setEdit} arranging={arranging} />
        </Panel>
        <div className="bulletin-aside">
          {edit !== null && <SaveBar day={day} edit={edit} onDone={() => setEdit(null)} />}
          {issue !== null && bulletin.inputHash !== '' && <CorrectionPanel bulletin={bulletin} />}
          <EnergyOf bulletin={bulletin} />
          {draft !== null && (
            <FramePanel edit={edit ?? editOf(bulletin, draft)} onEdit={setEdit} mayEdit={may('bulletin.draft')} />
          )}
          {bulletin.inputHash !== '' && (
            <Panel title={text('history')}>
              {draft !== null && draft.changedBy !== null && (
                <Stamp word="changedBy" who={draft.changedBy} at={draft.changedAt} />
              )}
              <History subject="bulletin" id={day} names={acts} show={shownValue} topics={['bulletins']} />
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

/** Lists by their length (they stand in full on the page), hashes by their beginning. */
function shownValue(field: string, value: string): string | undefined {
  if (field.endsWith('Hash')) return `${value.slice(0, 12)}…`;
  if (!['items', 'remarks', 'order', 'hidden'].includes(field)) return undefined;
  const list: unknown = JSON.parse(value);
  return Array.isArray(list) ? String(list.length) : undefined;
}

function EnergyOf({ bulletin }: { bulletin: BulletinDay }) {
  // Who sees issued bulletins only has the text, and none of what it rests on.
  return bulletin.inputHash === '' ? null : <EnergyPanel readings={bulletin.energy} />;
}

function Stamp({ word, who, at }: { word: 'changedBy' | 'issuedBy'; who: string; at: string | null }) {
  const text = useText(words);
  return (
    <span>
      {text(word, { who })} <Moment at={at} year />
    </span>
  );
}

interface TextProps {
  bulletin: BulletinDay;
  language: Language;
  edit: Edit | null;
  onEdit: (edit: Edit) => void;
  /** false: the text alone, without the controls that change it */
  arranging: boolean;
}

function Text({ bulletin, language, edit, onEdit, arranging }: TextProps) {
  const may = useMay();
  const text = useText(words);
  const { day, draft, issue } = bulletin;
  const known = figuresByName(bulletin.figures);
  const figure = (segment: { text: string; figure: string }) =>
    bulletin.inputHash === '' ? (
      segment.text
    ) : (
      <BulletinFigure day={day} {...segment} known={known} frozen={issue !== null} />
    );
  const addressee = language === 'zh' ? bulletin.addresseeZh : bulletin.addresseeEn;
  return (
    <article className="bulletin-text" lang={language === 'zh' ? 'zh-CN' : 'en'}>
      <p className="bulletin-title">
        <Title title={bulletin[language].title} />
      </p>
      {draft === null ? (
        <>
          <p>
            {text('addressee')} {addressee}
          </p>
          <Paragraphs
            paragraphs={bulletin[language].paragraphs}
            language={language}
            figure={figure}
            corrected={correctedIn(issue?.corrections ?? [])}
          />
        </>
      ) : (
        <DraftEditor
          draft={draft}
          edit={edit ?? editOf(bulletin, draft)}
          onEdit={onEdit}
          language={language}
          mayEdit={arranging && may('bulletin.draft')}
          figure={figure}
        />
      )}
    </article>
  );
}

function SaveBar({ day, edit, onDone }: { day: string; edit: Edit; onDone: () => void }) {
  const text = useText(words);
  const save = useAct(bulletinContracts.save, {
    onDone: () => {
      notify(words.saved);
      onDone();
    },
  });
  return (
    <div className="bulletin-save">
      <Button type="primary" loading={save.running} onClick={() => void save.run({ params: { day }, body: edit })}>
        {text('save')}
      </Button>
      <Button onClick={onDone}>{text('dropEdit')}</Button>
      {save.problem !== null && <ProblemView problem={save.problem} />}
    </div>
  );
}

function Documents({ day }: { day: string }) {
  const { language } = useLanguage();
  const text = useText(words);
  const get = () =>
    download(bulletinContracts.document, { params: { day }, query: { language } }).catch((failure: unknown) =>
      notifyProblem(asProblem(failure)),
    );
  return <Button onClick={() => void get()}>{text('document')}</Button>;
}

function Preview({ bulletin }: { bulletin: BulletinDay }) {
  const text = useText(words);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text('preview')}</Button>
      <DetailDrawer open={open} title={text('preview')} onClose={() => setOpen(false)}>
        <Panels>
          {(['zh', 'en'] as const).map((language) => (
            <article key={language} className="bulletin-text" lang={language === 'zh' ? 'zh-CN' : 'en'}>
              <p className="bulletin-title">
                <Title title={bulletin[language].title} />
              </p>
              <Paragraphs paragraphs={bulletin[language].paragraphs} language={language} />
            </article>
          ))}
        </Panels>
      </DetailDrawer>
    </>
  );
}
