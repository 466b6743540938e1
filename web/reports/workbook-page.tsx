/** Reports by workbook: a template begun with what is known, upload or paste, and the failed rows back. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { reportContracts, type WorkbookOutcome } from '#contracts/reports.ts';
import { type ApiProblem, asProblem, download, upload } from '../platform/client.ts';
import { renew, useAct } from '../platform/data.ts';
import { Day } from '../platform/day.tsx';
import { FormField } from '../platform/form-field.tsx';
import { useLanguage, useText } from '../platform/language.ts';
import { PageLink } from '../platform/navigation.tsx';
import { PageHeader, Panel, Panels } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { TrustScore } from './assessment-view.tsx';
import './reports.css';

const words = {
  title: ['用表格报送日报', 'File reports by workbook'],
  lead: [
    '下载模板，填好后上传，或从表格复制后粘贴（带表头）。有一行不对，整张表都不报送。',
    'Download the template, fill it in and upload it, or copy the cells with their header and paste them. One wrong row, and nothing of the file is filed.',
  ],
  template: ['下载模板（已带昨日数据）', 'Download the template, begun with yesterday’s values'],
  upload: ['上传 .xlsx 或 .csv', 'Upload .xlsx or .csv'],
  choose: ['选择文件…', 'Choose a file…'],
  paste: ['从表格粘贴', 'Paste from a spreadsheet'],
  pasteHint: ['在表格里选中（含表头）复制，在此粘贴', 'Select the cells with their header, copy, and paste here'],
  send: ['报送粘贴的内容', 'File what is pasted'],
  filed: ['已报送 {count} 份', '{count} filed'],
  refused: ['{count} 行有误，一份也没有报送', '{count} rows are wrong; nothing was filed'],
  failed: ['下载有误的行和原因', 'Download the failed rows with the reasons'],
  row: ['第 {row} 行 {column}：', 'Row {row}, {column}: '],
} as const;

export default function WorkbookPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const [outcome, setOutcome] = useState<WorkbookOutcome | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const [pasted, setPasted] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const paste = useAct(reportContracts.paste, { onDone: setOutcome });
  // what an earlier file came to says nothing of this one
  const begin = () => {
    setOutcome(null);
    setProblem(null);
    paste.reset();
  };
  const send = async (file: File | undefined) => {
    if (file === undefined) return;
    setBusy(true);
    begin();
    try {
      setOutcome(await upload(reportContracts.upload, { files: [file] }));
      renew(['*']);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
      // the same file, mended and chosen again, counts as a new choice
      if (input.current) input.current.value = '';
    }
  };
  return (
    <>
      <PageHeader
        title={text('title')}
        lead={text('lead')}
        actions={
          <Button
            onClick={() =>
              void download(reportContracts.template, { query: { lang: language } }).catch((thrown) =>
                setProblem(asProblem(thrown)),
              )
            }
          >
            {text('template')}
          </Button>
        }
      />
      <Panels>
        <Panel title={text('upload')}>
          <Button loading={busy} onClick={() => input.current?.click()}>
            {text('choose')}
          </Button>
          <input
            ref={input}
            type="file"
            className="bg-hidden"
            tabIndex={-1}
            aria-label={text('upload')}
            accept=".xlsx,.csv,.tsv,.txt"
            disabled={busy}
            onChange={({ target }) => void send(target.files?.[0])}
          />
        </Panel>
        <Panel title={text('paste')}>
          <FormField label={text('pasteHint')}>
            {(field) => (
              <textarea
                {...field}
                className="bg-input reports-paste"
                rows={6}
                value={pasted}
                onChange={({ target }) => setPasted(target.value)}
              />
            )}
          </FormField>
          <Button
            type="primary"
            loading={paste.running}
            disabled={pasted.trim() === ''}
            onClick={() => {
              begin();
              void paste.run({ body: { text: pasted } });
            }}
          >
            {text('send')}
          </Button>
        </Panel>
      </Panels>
      <div className="reports-outcome">
        <ProblemView problem={problem ?? paste.problem} />
        {outcome !== null && <Outcome outcome={outcome} />}
      </div>
    </>
  );
}

function Outcome({ outcome }: { outcome: WorkbookOutcome }) {
  const text = useText(words);
  const { language } = useLanguage();
  if (outcome.status !== 'refused')
    return (
      <Panel title={<span role="status">{text('filed', { count: outcome.reports.length })}</span>}>
        <ul className="reports-filed">
          {outcome.reports.map((row) => (
            <li key={`${row.enterprise}${row.day}`}>
              <PageLink to={`/reports/${row.enterprise}/${row.day}`}>{row.name}</PageLink> <Day day={row.day} />{' '}
              <TrustScore trust={row.trust} questions={row.questions} />
            </li>
          ))}
        </ul>
      </Panel>
    );
  return (
    <Panel title={<span role="alert">{text('refused', { count: outcome.errorCount })}</span>}>
      {outcome.failedRows !== null && (
        <Button
          onClick={() => save(outcome.failedRows ?? '', language === 'zh' ? '有误的行.xlsx' : 'failed rows.xlsx')}
        >
          {text('failed')}
        </Button>
      )}
      <ul className="reports-filed">
        {outcome.errors.map((error, index) => (
          <li key={index}>
            {text('row', { row: error.row, column: error.column })}
            {error.value !== '' && `“${error.value}” `}
            {error.why[language]}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function save(base64: string, name: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
