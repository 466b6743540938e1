/** The shell's few icons, drawn here so that the first load carries no icon library. Pages take theirs from @ant-design/icons. */
import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const MenuIcon = () => (
  <Icon>
    <path d="M3 5h14M3 10h14M3 15h14" />
  </Icon>
);
export const CrossIcon = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);
export const SunIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="3.5" />
    <path d="M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.4 4.4l1 1M14.6 14.6l1 1M4.4 15.6l1-1M14.6 5.4l1-1" />
  </Icon>
);
export const MoonIcon = () => (
  <Icon>
    <path d="M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5Z" />
  </Icon>
);
export const PersonIcon = () => (
  <Icon>
    <circle cx="10" cy="7" r="3" />
    <path d="M4 17c.6-3.3 3-5 6-5s5.4 1.700 6 5" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="9" cy="9" r="5" />
    <path d="m13 13 4 4" />
  </Icon>
);
export const DownloadIcon = () => (
  <Icon>
    <path d="M10 3v9m-3.500-3.500L10 12l3.500-3.500M4 16h12" />
  </Icon>
);
export const TableIcon = () => (
  <Icon>
    <path d="M3 4h14v12H3zM3 8h14M8 8v8" />
  </Icon>
);
export const CalendarIcon = () => (
  <Icon>
    <path d="M3 5h14v12H3zM3 9h14M7 3v4M13 3v4" />
  </Icon>
);
/** The product's mark: three stacked goods under one roof. */
export const MarkIcon = () => (
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" className="bg-mark">
    <path d="M3 9.500 12 4l9 5.500V12H3z" />
    <path d="M4 14h5v6H4zM10 14h4v6h-4zM15 14h5v6h-5z" />
  </svg>
);
