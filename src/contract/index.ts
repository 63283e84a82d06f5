/** The contract between the console, the API and the agency's own systems. No Node, DOM or Electron types in here. */
export * from './account.ts';
export * from './action.ts';
export * from './attempt.ts';
export * from './common.ts';
export * from './console.ts';
export * from './endpoints.ts';
export * from './entry.ts';
export * from './errors.ts';
export * from './failure.ts';
export * from './headers.ts';
export * from './input-issues.ts';
export * from './lock.ts';
export * from './operation.ts';
export * from './operations.ts';
export * from './register.ts';
export * from './staff.ts';
export * from './stream.ts';
