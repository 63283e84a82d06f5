import { type ReactNode, useEffect, useState } from 'react';

/** Long enough that a quick answer shows nothing in between. */
const AFTER_MS = 200;

/** Shows its content only where waiting goes on: a skeleton for 50 ms would be a flicker. */
export function Late({ children }: { children: ReactNode }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return late ? children : null;
}
