import { ConfigProvider } from 'antd';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { CrossIcon } from './icons.tsx';
import { useText } from './language.ts';

const words = { close: ['关闭', 'Close'] } as const;

/** What opens beside the page: the entries behind a number, one thing's particulars. Escape, the cross or a press outside closes it. */
export function DetailDrawer(props: {
  open: boolean;
  title: string;
  onClose: () => void;
  foot?: ReactNode;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const text = useText(words);
  const { open } = props;
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal();
    if (!open && dialog.current?.open === true) dialog.current.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press on the backdrop closes; the keyboard has Escape and the button
    <dialog
      ref={dialog}
      className="bg-drawer"
      aria-labelledby={title}
      onClose={props.onClose}
      onClick={(event) => {
        event.stopPropagation();
        if (event.target === dialog.current) props.onClose();
      }}
    >
      {open && (
        <div className="bg-drawer-inside">
          <div className="bg-drawer-top">
            <h2 id={title}>{props.title}</h2>
            <button type="button" className="bg-icon-button" aria-label={text('close')} onClick={props.onClose}>
              <CrossIcon />
            </button>
          </div>
          {/* choices and calendars open inside: outside of an open dialog nothing can be pressed */}
          <ConfigProvider getPopupContainer={() => dialog.current ?? document.body}>
            <div className="bg-drawer-body">{props.children}</div>
            {props.foot !== undefined && <div className="bg-drawer-foot">{props.foot}</div>}
          </ConfigProvider>
        </div>
      )}
    </dialog>
  );
}
