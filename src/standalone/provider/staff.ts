import type { Office, Role } from '../../contract/index.ts';

/** A member of the demo's staff. Division prefixes are those of GB/T 2260: '' the country, '3201' Nanjing. */
export interface Staff {
  username: string;
  name: string;
  roles: readonly Exclude<Role, 'directory'>[];
  staffNumber: string;
  office: Office;
  scope: readonly string[];
  /** Their own account as a citizen, by its id in the register: what they do on it is for review. */
  account?: string;
}

const GULOU: Office = { code: '320106-01', name: '南京市车管所鼓楼分所', division: '320106' };
const NANJING: Office = { code: '320100-00', name: '南京市车管所', division: '320106' };
const GUSU: Office = { code: '320508-01', name: '苏州市车管所姑苏分所', division: '320508' };
const SUZHOU: Office = { code: '320500-00', name: '苏州市车管所', division: '320508' };
const PROVINCE: Office = { code: '320000-00', name: '江苏省公安厅交通管理局', division: '320106' };

/** Everyone who can sign in to the demo. They share one password, made at the first start. */
export const STAFF: readonly Staff[] = [
  {
    username: 'limin',
    name: '李敏',
    roles: ['clerk'],
    staffNumber: '032417',
    office: GULOU,
    scope: ['3201'],
    account: 'C00000018',
  },
  {
    username: 'zhangwei',
    name: '张伟',
    roles: ['clerk'],
    staffNumber: '052466',
    office: GUSU,
    scope: ['3205'],
    account: 'C00000015',
  },
  {
    username: 'zhoujianguo',
    name: '周建国',
    roles: ['supervisor'],
    staffNumber: '030112',
    office: NANJING,
    scope: ['3201'],
  },
  { username: 'chenjing', name: '陈静', roles: ['supervisor'], staffNumber: '050131', office: SUZHOU, scope: ['3205'] },
  { username: 'hejia', name: '何佳', roles: ['auditor'], staffNumber: '000208', office: PROVINCE, scope: [''] },
  {
    username: 'maxiaoyan',
    name: '马晓燕',
    roles: ['administrator'],
    staffNumber: '000315',
    office: PROVINCE,
    scope: [''],
  },
  // What only two may do together: see `restoration` in the ledger.
  { username: 'sunli', name: '孙丽', roles: ['administrator'], staffNumber: '000322', office: PROVINCE, scope: [''] },
];

export function findStaff(username: string): Staff | undefined {
  return STAFF.find((person) => person.username === username);
}
