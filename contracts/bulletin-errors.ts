/** Words of the bulletin's expected failures. */
import { defineErrors } from './errors.ts';

export const bulletinErrors = defineErrors({
  'bulletin.not-there': {
    status: 404,
    zh: '{day} 的简报还没有签发',
    en: 'There is no issued bulletin of {day}',
  },
  'bulletin.future-day': {
    status: 422,
    zh: '{day} 还没有到（今天是 {today}），不能编写这一天的简报',
    en: '{day} has not come yet (today is {today}): there is no bulletin of it',
  },
  'bulletin.already-issued': {
    status: 409,
    zh: '{day} 的简报已由 {who} 签发，内容不能再改；如数据有误，请发布更正',
    en: 'The bulletin of {day} was issued by {who} already and stays as it is: publish a correction if data was wrong',
  },
  'bulletin.changed-since-seen': {
    status: 409,
    zh: '您看到草稿之后，数据或文字又有变化，没有签发；请核对新的内容后再签发',
    en: 'Data or text changed since you saw the draft; nothing was issued. Look at it again, then issue it',
  },
  'bulletin.number-taken': {
    status: 409,
    zh: '{year} 年第 {number} 期已经用于 {day} 的简报，请改用第 {next} 期',
    en: 'Number {number} of {year} is the bulletin of {day}: use {next}',
  },
  'bulletin.incomplete': {
    status: 422,
    zh: '还缺：{what}。中英文都要填写',
    en: 'Still missing: {what}. Both languages are needed',
  },
  'bulletin.not-issued': {
    status: 409,
    zh: '{day} 的简报还没有签发，不需要更正；请直接改草稿',
    en: 'The bulletin of {day} is not issued yet: change the draft instead of correcting it',
  },
  'bulletin.nothing-to-correct': {
    status: 409,
    zh: '数据与已发布的内容一致，没有要更正的；如需说明，请填写更正说明（中英文）',
    en: 'The data agrees with what was published: there is nothing to correct. To explain something, write a note in both languages',
  },
  'bulletin.unknown-figure': {
    status: 404,
    zh: '简报里没有这个数字（{figure}）；请刷新页面',
    en: 'The bulletin has no such figure ({figure}): load the page again',
  },
  'notice.not-draft': {
    status: 409,
    zh: '《{title}》已经发布或撤回，不能再改；请另写一份',
    en: '“{title}” was published or withdrawn and stays as it is: write another one',
  },
  'notice.not-published': {
    status: 409,
    zh: '《{title}》没有在发布，不能撤回',
    en: '“{title}” is not published and cannot be withdrawn',
  },
  'notice.until-before-from': {
    status: 422,
    zh: '结束日期 {until} 早于开始日期 {from}',
    en: 'The last day {until} is before the first day {from}',
  },
});
