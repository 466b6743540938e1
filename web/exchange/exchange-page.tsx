import { Button } from 'antd';
import { useState } from 'react';
import { exchangeContracts, type ImportOutcome } from '#contracts/exchange.ts';
import { type ApiProblem, asProblem, download, upload } from '../platform/client.ts';
import { renew } from '../platform/data.ts';
import { DayInput } from '../platform/day-input.tsx';
import { Fields, FormField } from '../platform/form-field.tsx';
import { useText } from '../platform/language.ts';
import { notify } from '../platform/notices.tsx';
import { PageHeader, Panel } from '../platform/page.tsx';
import { ProblemView } from '../platform/problem.tsx';
import { useToday } from '../platform/session.tsx';
import './exchange.css';
import { FilePicker } from './file-picker.tsx';
import { OutcomeView } from './outcome-view.tsx';

const words = {
  title: ['整张表进，整张表出', 'Whole tables in, whole tables out'],
  lead: [
    '导入前先看会改变什么；全部成功或一条不改。没有上传的表保持不变，同样的数据再导一次不会改变什么。',
    'You see what would change before it does; it is all or nothing. Tables that are not uploaded stay as they are, and the same data again changes nothing.',
  ],
  import: ['导入', 'Import'],
  day: ['数据日期', 'Day of the data'],
  dayHint: [
    '文件里（city.json）没有写日期时填写；空着按业务日',
    'Where the files (city.json) do not tell it; empty means the business day',
  ],
  export: ['导出', 'Export'],
  exportLead: [
    '整市的交换格式，也是各表的模板：可以修改后再导入。',
    'The whole city in the exchange format, which is also the template of every table: change it and import it again.',
  ],
  exportDay: ['库存截至', 'Stock at the close of'],
  zip: ['zip（csv）', 'zip (csv)'],
  xlsx: ['xlsx（每表一页）', 'xlsx (a sheet a table)'],
} as const;

export default function ExchangePage() {
  const text = useText(words);
  return (
    <>
      <PageHeader title={text('title')} lead={text('lead')} />
      <ImportPanel />
      <ExportPanel />
    </>
  );
}

interface State {
  files: File[];
  outcome: ImportOutcome | null;
  problem: ApiProblem | null;
  running: boolean;
}
const nothing: State = { files: [], outcome: null, problem: null, running: false };

function ImportPanel() {
  const text = useText(words);
  const [day, setDay] = useState<string | null>(null);
  const [state, setState] = useState<State>(nothing);

  async function send(files: File[], date: string | null, fingerprint?: string): Promise<void> {
    setState((before) => ({ ...before, files, problem: null, running: true }));
    const query = date === null ? {} : { date };
    try {
      const outcome =
        fingerprint === undefined
          ? await upload(exchangeContracts.preview, { files, query })
          : await upload(exchangeContracts.import, { files, query: { ...query, fingerprint } });
      setState({ files, outcome, problem: null, running: false });
      if (outcome.status !== 'done') return;
      renew(['*']);
      notify(['已导入', 'Imported']);
    } catch (thrown) {
      setState({ files, outcome: null, problem: asProblem(thrown), running: false });
    }
  }
  const preview = (files: File[]) => (files.length === 0 ? setState(nothing) : void send(files, day));

  return (
    <Panel title={text('import')}>
      <Fields>
        <FilePicker files={state.files} onFiles={preview} busy={state.running} />
        <FormField label={text('day')} hint={text('dayHint')} optional>
          {(field) => (
            <DayInput
              {...field}
              value={day}
              onChange={(chosen) => {
                setDay(chosen);
                if (state.files.length > 0) void send(state.files, chosen);
              }}
            />
          )}
        </FormField>
      </Fields>
      <ProblemView problem={state.problem} onRetry={() => void send(state.files, day)} />
      {state.outcome !== null && (
        <OutcomeView
          outcome={state.outcome}
          running={state.running}
          onImport={() => void send(state.files, day, state.outcome?.fingerprint ?? undefined)}
          onDiscard={() => setState(nothing)}
        />
      )}
    </Panel>
  );
}

function ExportPanel() {
  const text = useText(words);
  const today = useToday();
  const [day, setDay] = useState<string | null>(today);
  const [problem, setProblem] = useState<unknown>(null);
  const save = (format: 'zip' | 'xlsx') => {
    setProblem(null);
    download(exchangeContracts.export, { query: { format, ...(day === null ? {} : { day }) } }).catch(setProblem);
  };
  return (
    <Panel title={text('export')}>
      <p className="bg-muted">{text('exportLead')}</p>
      <div className="exchange-export">
        <FormField label={text('exportDay')}>
          {(field) => <DayInput {...field} value={day} to={today} clearable={false} onChange={setDay} />}
        </FormField>
        <Button onClick={() => save('xlsx')}>{text('xlsx')}</Button>
        <Button onClick={() => save('zip')}>{text('zip')}</Button>
      </div>
      <ProblemView problem={problem} />
    </Panel>
  );
}
