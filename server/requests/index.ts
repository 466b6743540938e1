/** Requests of hospitals and communities: what other capabilities may use. */
export {
  decideRequest,
  type GrantedRequest,
  grantedRequests,
  type RequestAnswer,
  requestDelivered,
  requestOrdered,
} from './decision.service.ts';
export { registerRequests } from './requests.routes.ts';
export { fileRequest, listRequests, requestsBeside, withdrawRequest } from './requests.service.ts';
export { fileDueRequests, startSeries } from './series.service.ts';
