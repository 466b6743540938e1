import '../phone-pass/phone-pass.css';

/** A code as the server drew it, as a picture: its text is no markup of the page. */
export function CodeView({ svg, label }: { svg: string; label: string }) {
  return (
    <div className="pass-code">
      <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt={label} />
    </div>
  );
}
