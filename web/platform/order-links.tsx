import { Fragment } from 'react';
import { useLanguage } from './language.ts';
import { PageLink } from './navigation.tsx';
import { useMay } from './session.tsx';

/** Numbers of allocation orders; links for those who may read orders. */
export function OrderLinks({ numbers }: { numbers: readonly string[] }) {
  const { language } = useLanguage();
  const may = useMay();
  return (
    <>
      {numbers.map((number, index) => (
        <Fragment key={number}>
          {index > 0 && (language === 'zh' ? '、' : ', ')}
          {may('order.read') ? <PageLink to={`/dispatch/orders/${number}`}>{number}</PageLink> : number}
        </Fragment>
      ))}
    </>
  );
}
