import { useUser } from '../platform/session.tsx';
import CallsBadge from './calls-badge.tsx';

/** Beside the board of the day: a clerk has the same beside their own report. */
export default function OfficerBadge() {
  return useUser().scope === 'enterprise' ? null : <CallsBadge />;
}
