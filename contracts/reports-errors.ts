import { defineErrors } from './errors.ts';

/** What daily reports refuse, and what to do about it. */
export const reportErrors = defineErrors({
  'report.day-not-come': {
    status: 422,
    zh: '{day} 还没有到，系统的今天是 {today}（以服务器为准，与手机时间无关）；请核对日期后再报',
    en: '{day} has not come: today is {today} by the server’s clock, whatever the telephone says. Check the day and file again',
  },
  'report.day-too-old': {
    status: 422,
    zh: '{day} 的日报只收到 {last} 为止（今天是 {today}）；请联系县区更正',
    en: 'Reports of {day} were taken until {last} (today is {today}): ask your county’s officer for a correction',
  },
  'report.books-begun': {
    status: 409,
    zh: '“{enterprise}”的库存账自 {opened} 起建，{day} 的日报要逐份报送和审核；只有更早的日子可以作为历史补录',
    en: 'The books of {enterprise} begin on {opened}: the report of {day} is filed and reviewed; only earlier days can be recorded as history',
  },
  'report.incomplete': {
    status: 422,
    zh: '还有 {count} 处没有填或填错；没有生产也要填 0（零报告）',
    en: '{count} figures are missing or wrong. Nothing made is reported as 0',
  },
  'report.already-accepted': {
    status: 409,
    zh: '{day} 的日报已经审核入账；要改请联系县区更正，或请其退回后重报',
    en: 'The report of {day} is accepted and posted: ask your county’s officer to correct it, or to return it so that you can file again',
  },
  'report.not-filed': {
    status: 409,
    zh: '“{enterprise}”{day} 的日报现在是“{state}”，不能这样处理；请刷新',
    en: 'The report of {enterprise} for {day} is “{state}” now and cannot be dealt with so: refresh',
  },
  'report.nothing-to-correct': {
    status: 422,
    zh: '更正后的数字与原来相同；请修改后再提交',
    en: 'The corrected figures equal the present ones: change something first',
  },
  'report.day-not-complete': {
    status: 409,
    zh: '{day} 还有 {open} 家没有审核通过，不能确认全天',
    en: '{open} reports of {day} are not accepted yet, so the day cannot be confirmed',
  },
  'report.rows-refused': {
    status: 422,
    zh: '表格中有 {count} 行有误，整张表都没有报送；请按下载的错误表逐行改正后重新上传',
    en: '{count} rows are wrong and nothing of the file was filed: mend them by the file of failed rows and upload it again',
  },
  'report.file-unreadable': {
    status: 422,
    zh: '读不了这个文件；请下载模板，填好后以 .xlsx 或 .csv 上传',
    en: 'This file cannot be read: download the template, fill it in and upload it as .xlsx or .csv',
  },
  'report.no-rows': {
    status: 422,
    zh: '没有找到要报送的行；第一行应为模板的表头',
    en: 'No rows to file were found: the first row should be the template’s header',
  },
  'report.reported-already': {
    status: 409,
    zh: '“{enterprise}”已经报送，不用再催',
    en: '{enterprise} has reported: no need to chase',
  },
  'report.promise-past': {
    status: 422,
    zh: '约定的时间 {promised} 已经过了（现在是 {now}）；请填对方答应报送的时间',
    en: 'The promised time {promised} has passed (it is {now}): give the time by which the report will come',
  },
  'report.clock-order': {
    status: 422,
    zh: '三个时限应依次推迟：企业报送、县区审核、市级确认',
    en: 'The three times must follow each other: filing, county review, city confirmation',
  },
});
