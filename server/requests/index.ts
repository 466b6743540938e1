/** Requests of hospitals and communities: what other capabilities may use. */
export {
  type Coverage,
  creditPlanned,
  type GrantedRequest,
  grantedRequests,
  grantedToChange,
  requestCovered,
  requestToOrder,
} from './coverage.service.ts';
export { decideRequest, type RequestAnswer } from './decision.service.ts';
export { registerRequests } from './requests.routes.ts';
export { fileRequest, listRequests, requestsBeside, withdrawRequest } from './requests.service.ts';
export { fileDueRequests, startSeries } from './series.service.ts';
