import { Button } from 'antd';
import { useState } from 'react';
import { type OrderDetail, orderContracts } from '#contracts/orders.ts';
import { orderLevelNames } from '#contracts/orders-terms.ts';
import { Paragraph } from '../../platform/controls.tsx';
import { useAct } from '../../platform/data.ts';
import { Confirm, DetailDrawer, Dialog } from '../../platform/dialog.tsx';
import { FormActions, FormField } from '../../platform/form-field.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { useGo } from '../../platform/navigation.tsx';
import { notify } from '../../platform/notices.tsx';
import { fieldProblem, ProblemView } from '../../platform/problem.tsx';
import { useMay } from '../../platform/session.tsx';
import { AmendForm } from './amend-form.tsx';

const words = {
  print: ['打印', 'Print'],
  pick: ['拣货和装车', 'Pick and load'],
  approve: ['批准', 'Approve'],
  approveAsk: ['批准 {number}？', 'Approve {number}?'],
  approveMore: ['须由{level}决定；批准后立即锁定批次。', 'For the {level} to decide; its lots are set aside at once.'],
  confirm: ['补批', 'Confirm'],
  confirmAsk: ['补批 {number}？', 'Confirm {number}?'],
  amend: ['更改', 'Amend'],
  amendTitle: ['更改 {number}', 'Amend {number}'],
  cancel: ['撤销', 'Cancel'],
  cancelTitle: ['撤销 {number}', 'Cancel {number}'],
  cancelMore: [
    '锁定的批次立即释放；撤销后不能恢复，只能重新下达。',
    'Its lots are free at once. It cannot be undone: a new order would be issued.',
  ],
  reason: ['原因', 'Why'],
  missing: ['请写明原因', 'Say why'],
  approved: ['已批准', 'Approved'],
  confirmed: ['已补批', 'Confirmed'],
  cancelled: ['已撤销', 'Cancelled'],
} as const;

const renews = ['orders', 'stock'];

/** What the reader may do with the order as it stands. */
export function OrderActs({ order }: { order: OrderDetail }) {
  const text = useText(words);
  const go = useGo();
  const may = useMay();
  const [open, setOpen] = useState<'amend' | 'cancel' | null>(null);
  const changeable = ['waiting_approval', 'issued', 'picked'].includes(order.state);
  const pickable = order.state === 'issued' || order.state === 'picked';
  return (
    <>
      <Button onClick={() => go(`/dispatch/orders/${order.id}/print`)}>{text('print')}</Button>
      {may('order.pick') && pickable && <Button onClick={() => go(`/m/pick/${order.id}`)}>{text('pick')}</Button>}
      {may('order.issue') && changeable && (
        <>
          <Button onClick={() => setOpen('cancel')}>{text('cancel')}</Button>
          <Button onClick={() => setOpen('amend')}>{text('amend')}</Button>
        </>
      )}
      {may('order.approve') && order.state === 'waiting_approval' && <Approve order={order} />}
      {may('order.approve') && order.confirmBy !== null && order.confirmedAt === null && changeable && (
        <ConfirmLater order={order} />
      )}
      <DetailDrawer
        open={open === 'amend'}
        title={text('amendTitle', { number: order.number })}
        onClose={() => setOpen(null)}
      >
        {open === 'amend' && <AmendForm order={order} onDone={() => setOpen(null)} />}
      </DetailDrawer>
      <Dialog
        open={open === 'cancel'}
        title={text('cancelTitle', { number: order.number })}
        onClose={() => setOpen(null)}
      >
        {open === 'cancel' && <CancelForm order={order} onDone={() => setOpen(null)} />}
      </Dialog>
    </>
  );
}

function Approve({ order }: { order: OrderDetail }) {
  const text = useText(words);
  const { language } = useLanguage();
  const approve = useAct(orderContracts.approve, { onDone: () => notify(words.approved), renews });
  return (
    <>
      <Confirm
        title={text('approveAsk', { number: order.number })}
        more={text('approveMore', { level: pick(orderLevelNames[order.approvalLevel], language) })}
        act={text('approve')}
        running={approve.running}
        onConfirm={() => approve.run({ params: { id: order.id }, body: { revision: order.revision } })}
      >
        {(ask) => (
          <Button type="primary" onClick={ask}>
            {text('approve')}
          </Button>
        )}
      </Confirm>
      <ProblemView problem={approve.problem} />
    </>
  );
}

function ConfirmLater({ order }: { order: OrderDetail }) {
  const text = useText(words);
  const confirm = useAct(orderContracts.confirm, { onDone: () => notify(words.confirmed), renews });
  return (
    <>
      <Confirm
        title={text('confirmAsk', { number: order.number })}
        act={text('confirm')}
        running={confirm.running}
        onConfirm={() => confirm.run({ params: { id: order.id }, body: { revision: order.revision } })}
      >
        {(ask) => (
          <Button type="primary" onClick={ask}>
            {text('confirm')}
          </Button>
        )}
      </Confirm>
      <ProblemView problem={confirm.problem} />
    </>
  );
}

function CancelForm({ order, onDone }: { order: OrderDetail; onDone: () => void }) {
  const text = useText(words);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const cancel = useAct(orderContracts.cancel, {
    onDone: () => {
      notify(words.cancelled);
      onDone();
    },
    renews,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (reason.trim() === '') return;
        void cancel.run({ params: { id: order.id }, body: { revision: order.revision, reason } });
      }}
    >
      <p>{text('cancelMore')}</p>
      <FormField
        label={text('reason')}
        problem={tried && reason.trim() === '' ? text('missing') : fieldProblem(cancel.problem, 'reason')}
      >
        {(field) => <Paragraph field={field} value={reason} onChange={setReason} />}
      </FormField>
      <ProblemView problem={cancel.problem} besideFields />
      <FormActions>
        <Button type="primary" htmlType="submit" loading={cancel.running}>
          {text('cancel')}
        </Button>
      </FormActions>
    </form>
  );
}
