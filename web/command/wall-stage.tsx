import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Everything on the wall is laid out for this size and drawn as large as the screen is: no screen cuts anything off. */
const designed = { width: 1600, height: 900 };
/** Below this share of its size nothing could be read from across a room. */
const least = 0.5;
const step = 0.02;

/** The whole screen, whatever its size: a hall's 4K wall shows what a laptop shows, larger. */
export function WallStage({ children }: { children: ReactNode }) {
  const { width, height } = useWindowSize();
  const scale = Math.min(width / designed.width, height / designed.height);
  return (
    <div
      className="command-wall"
      style={{ width: width / scale, height: height / scale, transform: `scale(${scale})` }}
    >
      {children}
    </div>
  );
}

/** Drawn smaller where it is higher than its room, so that its last row is seen without a hand to scroll. */
export function Fitted({ children }: { children: ReactNode }) {
  const room = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [outer, inner] = [room.current, content.current];
    if (outer === null || inner === null) return;
    const fit = () => {
      for (let scale = 1; ; scale -= step) {
        inner.style.width = `${100 / scale}%`;
        inner.style.transform = `scale(${scale})`;
        if (inner.offsetHeight * scale <= outer.clientHeight || scale - step < least) return;
      }
    };
    fit();
    // Once a frame: what is observed changes by fitting.
    let frame = 0;
    const sizes = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(fit);
    });
    sizes.observe(outer);
    sizes.observe(inner);
    return () => {
      cancelAnimationFrame(frame);
      sizes.disconnect();
    };
  }, []);
  return (
    <div ref={room} className="command-wall-room">
      <div ref={content} className="command-wall-fitted">
        {children}
      </div>
    </div>
  );
}

function useWindowSize(): { width: number; height: number } {
  const [size, setSize] = useState(() => ({ width: window.innerWidth, height: window.innerHeight }));
  useEffect(() => {
    const look = () => setSize({ width: window.innerWidth, height: window.innerHeight });
    window.addEventListener('resize', look);
    return () => window.removeEventListener('resize', look);
  }, []);
  return size;
}
