/** Looking at one masked number whole. Part of the console's words. */
export const reveal = {
  show: '显示完整{{what}}',
  hide: '隐藏{{what}}',
  left: '{{seconds}} 秒后隐藏',
  shown: '已显示完整号码，{{seconds}} 秒后自动隐藏',
  title: '显示完整号码：{{what}}',
  why: '为什么要看',
  reason: {
    compare_document: '与手里的证件逐位核对',
    call_back: '回拨登记手机',
    register_wrong: '本人说登记有误',
    other: '其他（须写备注）',
  },
  note: '备注',
  note_hint: '必填，勿写证件号和手机号',
  recorded: '看了哪一项、原因会写入台账，号码不写。',
  confirm: '显示 {{seconds}} 秒',
  cancel: '取消',
  failed: '号码没有显示',
};
