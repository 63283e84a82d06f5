/** Documents on A4: what stands around them, and what ends them. */
export const paper = {
  /** Stands at the top and the foot of each page. */
  head: 'Lockdesk · {{title}}',
  printed_by: '{{name}} · {{time}}',
  page: '第 {{page}} 页 / 共 {{pages}} 页',
  export_id: '导出编号 {{id}}',
  facts: { period: '时间', places: '地区', counted_to: '统计到', by: '导出人', at: '导出时间', export: '导出编号' },
  staff: '{{name}}（{{number}}）',
  join: '，',
  proof: {
    title: '如何核对',
    file: '本文件的 SHA-256 在台账里：请按导出编号查找，第二条记录（导出，成功）写明页数、字节数和 SHA-256。文件的 SHA-256 与它一致，才是原件。',
    checkpoint:
      '导出时，这台电脑已核对台账的前 {{count}} 条记录（{{time}}）。检查点原文如下，可用 lockdesk verify 或同类工具核对台账此后没有被改动：',
    none: '导出时，这台电脑还没有核对过台账，所以这里没有检查点。',
    refused: '注意：导出时，这台电脑不承认台账（{{time}} 起）。下面是此前最后一次核对过的检查点。',
  },
  report: { title: '时段报表', steps: '逐期数字', chart: '锁定与办理', by: '按{{dimension}}' },
};
