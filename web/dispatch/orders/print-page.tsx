import { Button } from 'antd';
import { orderContracts } from '#contracts/orders.ts';
import { orderKindNames } from '#contracts/orders-terms.ts';
import { useData } from '../../platform/data.ts';
import { Day, Moment } from '../../platform/day.tsx';
import { pick, useLanguage, useText } from '../../platform/language.ts';
import { usePageParams } from '../../platform/navigation.tsx';
import { Quantity } from '../../platform/number.tsx';
import { PageHeader } from '../../platform/page.tsx';
import { ProblemView } from '../../platform/problem.tsx';
import { useSession } from '../../platform/session.tsx';
import { Code } from './code.tsx';
import { useItemWords, useLotName } from './shared.tsx';

const words = {
  back: ['返回', 'Back'],
  print: ['打印', 'Print'],
  reading: ['调拨令', 'Order'],
  title: ['调拨令', 'ALLOCATION ORDER'],
  number: ['编号', 'Number'],
  from: ['发货单位', 'From'],
  to: ['收货单位', 'To'],
  leaves: ['发出日期', 'Leaves on'],
  due: ['到货日期', 'Due on'],
  kind: ['依据', 'By'],
  approved: ['批准', 'Approved by'],
  issued: ['下达', 'Issued'],
  item: ['物资', 'Item'],
  lot: ['批次', 'Lot'],
  expires: ['效期', 'Expires'],
  quantity: ['数量', 'Quantity'],
  label: ['批次码', 'Lot code'],
  weight: ['毛重 {kg} 千克', 'Gross weight {kg} kg'],
  sender: ['发货人签字', 'Sender'],
  driver: ['承运人签字', 'Carrier'],
  receiver: ['收货人签字', 'Receiver'],
  orderCode: ['调拨令 {number} 的二维码', 'QR code of order {number}'],
  lotCode: ['批次 {lot} 的二维码', 'QR code of lot {lot}'],
} as const;

/** The order on paper: what is loaded is checked against it, and its codes are scanned. */
export default function PrintPage() {
  const text = useText(words);
  const { language } = useLanguage();
  const { city } = useSession();
  const { id = '' } = usePageParams();
  const itemWords = useItemWords();
  const lotName = useLotName();
  const read = useData(orderContracts.read, { params: { id } }, { topics: ['orders'] });
  const order = read.data;
  if (read.error && order === undefined)
    return <ProblemView problem={read.error} onRetry={() => void read.refetch()} page />;
  if (order === undefined) return <PageHeader title={text('reading')} />;
  const particulars = [
    [text('number'), order.number],
    [text('from'), order.from.name],
    [text('to'), order.to.name],
    [text('leaves'), <Day key="leaves" day={order.dispatchDay} year />],
    [text('due'), <Day key="due" day={order.dueDay} year />],
    [text('kind'), `${pick(orderKindNames[order.kind], language)}${order.reason === '' ? '' : ` · ${order.reason}`}`],
    [text('approved'), order.approvedBy ?? '—'],
    [text('issued'), <Moment key="issued" at={order.issuedAt} year />],
  ] as const;
  return (
    <>
      <div className="bg-no-print">
        <PageHeader
          title={order.number}
          back={{ to: `/dispatch/orders/${order.id}`, label: text('back') }}
          actions={
            <Button type="primary" onClick={() => window.print()}>
              {text('print')}
            </Button>
          }
        />
      </div>
      <article className="orders-paper">
        <h2>
          {language === 'zh' ? city.name : city.nameEn} {text('title')}
        </h2>
        <div className="orders-paper-head">
          <dl>
            {particulars.map(([name, value]) => (
              <div key={name} className="orders-paper-row">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <Code className="orders-code" value={order.label} label={text('orderCode', { number: order.number })} />
        </div>
        <table>
          <thead>
            <tr>
              {(['item', 'lot', 'expires', 'quantity', 'label'] as const).map((word) => (
                <th key={word}>{text(word)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {order.lines.flatMap((line) =>
              line.lots.map((lot) => (
                <tr key={`${line.line}-${lot.lot}`}>
                  <td>{itemWords(line.item).name}</td>
                  <td>{lotName(lot)}</td>
                  <td>
                    <Day day={lot.expires} year />
                  </td>
                  <td>
                    <Quantity value={lot.picked ?? lot.quantity} unit={itemWords(line.item).unit} exact />
                  </td>
                  <td>
                    <Code
                      className="orders-lot-code"
                      value={lot.label}
                      label={text('lotCode', { lot: lotName(lot) })}
                    />
                  </td>
                </tr>
              )),
            )}
          </tbody>
        </table>
        <p>{text('weight', { kg: order.weightKg })}</p>
        {order.note !== '' && <p>{order.note}</p>}
        <div className="orders-sign">
          {(['sender', 'driver', 'receiver'] as const).map((word) => (
            <span key={word}>{text(word)}</span>
          ))}
        </div>
      </article>
    </>
  );
}
